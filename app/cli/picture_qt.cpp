#include <QGuiApplication>
#include <array>
#include <string>

#include "app/cli/picture.h"
#include "core/render/export.h"
#include "core/render/theme.h"

namespace headroom::cli {

namespace {

/// What goes wrong comes back as a Result; Qt's own remarks (a missing XDG_RUNTIME_DIR, a locale that is not
/// UTF-8) would stand beside the one line that a person should see.
void keepQuiet(QtMsgType type, const QMessageLogContext& /*context*/, const QString& /*text*/) {
    Q_UNUSED(type)
}

}  // namespace

Result<> writePicture(const std::string& path, const std::string& theme, const model::Design& design,
                      const catalog::Catalog& catalog, const results::Results& results) {
    // Never the display, even where there is one: a picture needs none, and one that is named but gone
    // would end the program.
    std::array<std::string, 3> words{"headroom-cli", "-platform", "offscreen"};
    std::array<char*, 4> argv{words[0].data(), words[1].data(), words[2].data(), nullptr};
    int argc = 3;
    qInstallMessageHandler(keepQuiet);
    const QGuiApplication application(argc, argv.data());
    const auto colours = render::Theme::load(catalog.dataDirectory(), theme);
    if (!colours) {
        return failure(colours.error());
    }
    return render::exportPicture(path, {design, catalog, &results, *colours});
}

}  // namespace headroom::cli
