#include "core/render/export.h"

#include <QBuffer>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSvgGenerator>
#include <algorithm>
#include <array>

#include "core/layout/design_layout.h"
#include "core/render/figure_text.h"
#include "core/render/text.h"

namespace headroom::render {

namespace {

constexpr std::array<MessageTemplate, 2> messages{{
    {"picture-format-unknown", "the suffix of a picture is one of .png, .svg and .pdf",
     "name the file with one of them"},
    {"picture-not-written", "cannot be written ({reason})", "check the folder and its permissions"},
}};

constexpr double resolution = 96;  // QSvgGenerator's own 72 makes text a quarter too small
constexpr double maxPixels = 16384;
constexpr double captionHeight = 24;

/// A design laid out for one picture.
class Picture {
  public:
    Picture(const PictureSource& source, const ExportOptions& options)
        : source_(source), options_(options), layout_(source.design) {
        const layout::Rect around = layout_.bounds();
        const double margin = options.margin;
        bounds_ = QRectF(around.x, around.y, around.w, around.h).adjusted(-margin, -margin, margin, margin);
        bounds_.setTop(bounds_.top() - (options.caption.isEmpty() ? 0 : captionHeight));
        // Whole pixels, so that hairlines stay hairlines.
        bounds_ = QRectF(bounds_.toAlignedRect());
    }

    [[nodiscard]] QSizeF size() const { return bounds_.size(); }

    /// Onto a device of size() units at `scale` pixels a unit; `detailScale` decides what can be read.
    void paint(QPainter& painter, double detailScale) {
        painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        painter.fillRect(QRectF(QPointF(0, 0), size()), source_.theme[Token::canvas]);
        painter.translate(-bounds_.topLeft());
        PictureSource shown = source_;
        shown.results = options_.numbers ? source_.results : nullptr;
        DesignPainter(shown, icons_, detailScale).paintAll(painter, layout_.routes());
        const double margin = options_.margin;
        const QRectF line(bounds_.left() + margin, bounds_.top() + margin / 2, bounds_.width() - 2 * margin,
                          captionHeight);
        const TextStyle style{interfaceFont(12, QFont::DemiBold), source_.theme[Token::text_secondary]};
        drawLine(painter, line, Qt::AlignLeft | Qt::AlignVCenter, style, options_.caption);
    }

  private:
    const PictureSource& source_;
    const ExportOptions& options_;
    layout::DesignLayout layout_;
    IconStore icons_;
    QRectF bounds_;
};

double scaleWithin(const QSizeF& size, double wanted) {
    return std::min(wanted, maxPixels / std::max({size.width(), size.height(), 1.0}));
}

/// Qt writes the size in rounded millimetres, which costs or adds a row of pixels elsewhere.
QByteArray sizedInPixels(const QByteArray& svg, const QSize& size) {
    static const QRegularExpression inMillimetres(
        QStringLiteral("<svg width=\"[^\"]*mm\" height=\"[^\"]*mm\""));
    const QString inPixels =
        QStringLiteral("<svg width=\"%1\" height=\"%2\"").arg(size.width()).arg(size.height());
    return QString::fromUtf8(svg).replace(inMillimetres, inPixels).toUtf8();
}

QByteArray svgBytes(Picture& picture, const QString& title) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(static_cast<int>(resolution));
    generator.setSize(picture.size().toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), picture.size()));
    generator.setTitle(title);
    QPainter painter(&generator);
    picture.paint(painter, 1);
    painter.end();
    return sizedInPixels(bytes, picture.size().toSize());
}

void writePdf(QIODevice& device, Picture& picture, const QString& title) {
    constexpr double pointsPerPixel = 72 / resolution;
    QPdfWriter writer(&device);
    writer.setTitle(title);
    writer.setResolution(static_cast<int>(resolution));
    writer.setPageLayout(QPageLayout(
        QPageSize(picture.size() * pointsPerPixel, QPageSize::Point, title, QPageSize::ExactMatch),
        QPageLayout::Portrait, QMarginsF()));
    QPainter painter(&writer);
    picture.paint(painter, 1);
}

Diagnostic notWritten(const QString& reason) {
    return makeDiagnostic(messages, "picture-not-written", "", {{"reason", reason.toStdString()}});
}

}  // namespace

std::optional<PictureFormat> pictureFormatOf(const std::string& path) {
    const QString name = qtText(path);
    const auto ends = [&](QLatin1String suffix) { return name.endsWith(suffix, Qt::CaseInsensitive); };
    if (ends(QLatin1String(".png"))) {
        return PictureFormat::png;
    }
    if (ends(QLatin1String(".svg"))) {
        return PictureFormat::svg;
    }
    return ends(QLatin1String(".pdf")) ? std::optional(PictureFormat::pdf) : std::nullopt;
}

QImage pictureImage(const PictureSource& source, const ExportOptions& options) {
    Picture picture(source, options);
    const double scale = scaleWithin(picture.size(), options.scale);
    QImage image((picture.size() * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.fill(source.theme[Token::canvas]);
    QPainter painter(&image);
    painter.scale(scale, scale);
    picture.paint(painter, std::max(scale, 1.0));
    return image;
}

QImage thumbnail(const PictureSource& source, const QSize& size, qreal devicePixelRatio) {
    ExportOptions options;
    options.numbers = false;
    Picture picture(source, options);
    QImage image(size * devicePixelRatio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(source.theme[Token::canvas]);
    const double scale =
        std::min({size.width() / picture.size().width(), size.height() / picture.size().height(), 1.0});
    QPainter painter(&image);
    painter.translate((size.width() - picture.size().width() * scale) / 2,
                      (size.height() - picture.size().height() * scale) / 2);
    painter.scale(scale, scale);
    picture.paint(painter, scale);
    return image;
}

Result<QByteArray> pictureBytes(PictureFormat format, const PictureSource& source,
                                const ExportOptions& options) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    const QString title = qtText(source.design.document().name);
    if (format == PictureFormat::png) {
        if (!pictureImage(source, options).save(&buffer, "PNG")) {
            return failure(notWritten(QStringLiteral("the picture is too large")));
        }
        return bytes;
    }
    Picture picture(source, options);
    if (format == PictureFormat::svg) {
        return svgBytes(picture, title);
    }
    writePdf(buffer, picture, title);
    return bytes;
}

Result<> exportPicture(const std::string& path, const PictureSource& source, const ExportOptions& options) {
    const auto format = pictureFormatOf(path);
    if (!format) {
        return failure(makeDiagnostic(messages, "picture-format-unknown", ""));
    }
    const auto bytes = pictureBytes(*format, source, options);
    if (!bytes) {
        return failure(bytes.error());
    }
    QSaveFile file(qtText(path));
    if (!file.open(QIODevice::WriteOnly) || file.write(*bytes) != bytes->size() || !file.commit()) {
        return failure(notWritten(file.errorString()));
    }
    return {};
}

}  // namespace headroom::render
