#include "app/starters.h"

#include <QDir>
#include <QFileInfo>

#include "core/format/design_file.h"
#include "core/render/export.h"
#include "widgets/common/text.h"

namespace headroom::app {

namespace {

constexpr int offered = 3;
constexpr QSize pictureSize{168, 104};

/// An installed program has the designs within its data, a source tree beside it.
QDir designsFolder(const catalog::Catalog& catalog) {
    const QDir data(QFileInfo(widgets::toQt(catalog.dataDirectory())).canonicalFilePath());
    return QDir(data.exists(QStringLiteral("designs")) ? data.filePath(QStringLiteral("designs"))
                                                       : data.filePath(QStringLiteral("../designs")));
}

const QString casePrefix = QStringLiteral("case:");

QStringList slugs(const catalog::Catalog& catalog) {
    return designsFolder(catalog).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
}

QStringList caseStarters(const catalog::Catalog& catalog) {
    QStringList found;
    for (const QString& slug : slugs(catalog)) {
        if (designsFolder(catalog).exists(slug + QStringLiteral("/case.json"))) {
            found.append(casePrefix + slug);
        }
    }
    return found;
}

std::string fileOf(const catalog::Catalog& catalog, const QString& slug) {
    return designsFolder(catalog).filePath(slug + QStringLiteral("/design.json")).toStdString();
}

}  // namespace

QString starterCase(const catalog::Catalog& catalog, const QString& starter) {
    return starter.startsWith(casePrefix) ? designsFolder(catalog).filePath(starter.mid(casePrefix.size()) +
                                                                            QStringLiteral("/case.json"))
                                          : QString();
}

QString firstCaseStarter(const catalog::Catalog& catalog) {
    const QStringList cases = caseStarters(catalog);
    return cases.isEmpty() ? QString() : cases.front();
}

Result<model::Design> starterDesign(const catalog::Catalog& catalog, const QString& slug) {
    auto loaded = format::readFile(fileOf(catalog, slug), catalog);
    if (!loaded) {
        return failure(loaded.error());
    }
    return std::move(loaded->design);
}

QList<widgets::Starter> starters(const catalog::Catalog& catalog, const render::Theme& theme,
                                 qreal devicePixelRatio) {
    QList<widgets::Starter> found;
    const QStringList cases = caseStarters(catalog).mid(0, 1);  // one case leaves room for designs
    for (const QString& starter : cases + slugs(catalog)) {
        const bool isCase = starter.startsWith(casePrefix);
        const auto design = starterDesign(catalog, isCase ? starter.mid(casePrefix.size()) : starter);
        if (!design || found.size() == offered) {
            continue;
        }
        const std::string& name = design->document().name;
        const QString title = name.empty() ? starter : widgets::toQt(name);
        found.append({starter, isCase ? QObject::tr("Worked case: %1").arg(title) : title,
                      render::thumbnail({*design, catalog, nullptr, theme}, pictureSize, devicePixelRatio)});
    }
    return found;
}

}  // namespace headroom::app
