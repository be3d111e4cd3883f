#include "app/clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

#include "core/format/fragment_text.h"

namespace headroom::app {

namespace {

QByteArray bytesOf(const QMimeData& data) {
    const QString own = QString::fromLatin1(fragmentMimeType);
    return data.hasFormat(own) ? data.data(own) : data.text().toUtf8();
}

std::string_view viewOf(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

}  // namespace

void putOnClipboard(const model::Design& fragment) {
    const QByteArray bytes = QByteArray::fromStdString(format::writeFragment(fragment));
    auto* data = new QMimeData;
    data->setData(QString::fromLatin1(fragmentMimeType), bytes);
    data->setText(QString::fromUtf8(bytes));
    QGuiApplication::clipboard()->setMimeData(data);
}

Result<model::Design> takeFromClipboard(const catalog::Catalog& catalog) {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    return format::readFragment(data == nullptr ? std::string_view() : viewOf(bytesOf(*data)), catalog);
}

bool clipboardHasFragment() {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    return data != nullptr && (data->hasFormat(QString::fromLatin1(fragmentMimeType)) || data->hasText());
}

}  // namespace headroom::app
