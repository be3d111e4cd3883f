#pragma once

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/render/design_painter.h"

/// Pictures of a design as files. The same painting as on the screen, without selection, handles and grid.
/// A QGuiApplication must exist (platform "offscreen" will do).
namespace headroom::render {

enum class PictureFormat { png, svg, pdf };

/// By the suffix of a file's name, in any case; nullopt for other suffixes.
std::optional<PictureFormat> pictureFormatOf(const std::string& path);

struct ExportOptions {
    bool numbers = true;   ///< false: cards show name and kind only, lines no thickness by rate
    double scale = 2;      ///< PNG pixels a scene unit; larger designs are scaled down to 16 384 pixels
    double margin = 24;    ///< around everything, in scene units
    QString caption = {};  ///< a line above everything: what the numbers are of, where that is not plain
};

/// Writes the picture beside `path` and renames it, so that an old file stays whole on failure. Errors, by
/// code: "picture-format-unknown" (suffix is none of png, svg, pdf), "picture-not-written" (disk or
/// permission).
Result<> exportPicture(const std::string& path, const PictureSource& source,
                       const ExportOptions& options = {});

/// The bytes of such a file.
Result<QByteArray> pictureBytes(PictureFormat format, const PictureSource& source,
                                const ExportOptions& options = {});

/// The design in pixels at options.scale, for the clipboard.
QImage pictureImage(const PictureSource& source, const ExportOptions& options = {});

/// The design made to fit into `size` logical pixels, centred, without numbers; for start pages.
QImage thumbnail(const PictureSource& source, const QSize& size, qreal devicePixelRatio);

}  // namespace headroom::render
