#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "app/session.h"
#include "core/catalog/catalog.h"
#include "core/render/theme.h"

/// What the tests of windows share: the shipped catalogue, and a home of their own, so that no test sees or
/// changes what a person has set.
namespace headroom::tests {

inline const std::string dataDirectory = HEADROOM_SOURCE_DIR "/resources";

inline app::Session::CatalogPointer shippedCatalog() {
    static const auto catalog = [] {
        auto loaded = catalog::Catalog::load(dataDirectory);
        Q_ASSERT(loaded);
        return std::make_shared<const catalog::Catalog>(std::move(*loaded));
    }();
    return catalog;
}

inline render::Theme theme(const char* name = "light") {
    auto loaded = render::Theme::load(dataDirectory, name);
    Q_ASSERT(loaded);
    return *loaded;
}

/// A temporary home; settings and files go there.
class Home {
  public:
    Home() {
        qputenv("XDG_CONFIG_HOME", folder_.filePath(QStringLiteral("config")).toUtf8());
        qputenv("XDG_DATA_HOME", folder_.filePath(QStringLiteral("data")).toUtf8());
    }
    [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }

    [[nodiscard]] QString write(const QString& name, const QByteArray& bytes) const {
        QFile file(path(name));
        const bool written = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        Q_ASSERT(written);
        return written ? file.fileName() : QString();
    }

  private:
    QTemporaryDir folder_;
};

inline QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Users → Web → Database: 900 reads and 100 writes a second.
inline const QByteArray threeTier = R"({
  "format": "headroom.design", "version": 1, "minor": 0, "name": "Three tiers",
  "catalog": {"client": 1, "service": 1, "sql_database": 1},
  "components": [
    {"id": "users", "kind": "client", "label": "Users", "x": 0, "y": 0,
     "workloads": [{"id": "browse", "op": "read", "rps": 900}, {"id": "post", "op": "write", "rps": 100}]},
    {"id": "web", "kind": "service", "label": "Web", "x": 240, "y": 0, "params": {"instances": 4}},
    {"id": "db", "kind": "sql_database", "label": "Database", "x": 480, "y": 0}
  ],
  "connections": [
    {"id": "e1", "from": "users", "to": "web", "kind": "request"},
    {"id": "e2", "from": "web", "to": "db", "kind": "request"}
  ]
}
)";

}  // namespace headroom::tests
