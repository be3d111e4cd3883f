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

std::string fileOf(const catalog::Catalog& catalog, const QString& slug) {
    return designsFolder(catalog).filePath(slug + QStringLiteral("/design.json")).toStdString();
}

}  // namespace

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
    const QStringList slugs = designsFolder(catalog).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString& slug : slugs) {
        const auto design = starterDesign(catalog, slug);
        if (!design || found.size() == offered) {
            continue;
        }
        const std::string& name = design->document().name;
        found.append({slug, name.empty() ? slug : widgets::toQt(name),
                      render::thumbnail({*design, catalog, nullptr, theme}, pictureSize, devicePixelRatio)});
    }
    return found;
}

}  // namespace headroom::app
