#pragma once

#include <QFile>
#include <QString>
#include <cmath>

/// The tables of docs/fidelity.md, each between two comments. Tests compute them anew: they compare what
/// stands there, or write it where HEADROOM_WRITE_FIDELITY is set, as tools/fidelity does.
namespace headroom::engine::tests {

/// An error for the page: in percent with two digits, below a thousandth only the power of ten.
inline QString shownError(double error) {
    if (error < 1e-3) {
        return QString("< 1e%1").arg(error > 1e-12 ? static_cast<int>(std::ceil(std::log10(error))) : -12);
    }
    return (error < 1 ? QString::number(100 * error, 'g', 2) : QString::number(100 * error, 'f', 0)) + " %";
}

/// Empty where the table of that name is the one on the page, or could be written there.
inline QString differenceOnPage(const QString& name, const QString& table) {
    QFile file(HEADROOM_SOURCE_DIR "/docs/fidelity.md");
    if (!file.open(QIODevice::ReadOnly)) {
        return "cannot read docs/fidelity.md";
    }
    const QString page = QString::fromUtf8(file.readAll());
    file.close();
    const QString head = "<!-- tools/fidelity: " + name + " -->\n";
    const auto begin = page.indexOf(head) + head.size();
    const auto end = page.indexOf("<!-- /tools/fidelity -->", begin);
    if (begin < head.size() || end < 0) {
        return "no table '" + name + "' in docs/fidelity.md";
    }
    const QString there = page.mid(begin, end - begin);
    if (there == table) {
        return {};
    }
    if (!qEnvironmentVariableIsSet("HEADROOM_WRITE_FIDELITY")) {
        return "docs/fidelity.md is not current: run tools/fidelity, or this test with "
               "HEADROOM_WRITE_FIDELITY=1. It says\n" +
               there + "and this is\n" + table;
    }
    const QByteArray written = (page.left(begin) + table + page.mid(end)).toUtf8();
    return file.open(QIODevice::WriteOnly) && file.write(written) == written.size()
               ? QString()
               : "cannot write docs/fidelity.md";
}

}  // namespace headroom::engine::tests
