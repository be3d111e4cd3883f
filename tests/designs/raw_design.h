#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

/// A design file as bare JSON, so that a test can work its figures out without any code of the program.
namespace headroom::test {

class RawDesign {
  public:
    explicit RawDesign(const QString& path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            qFatal("cannot read %s", qPrintable(path));
        }
        root_ = QJsonDocument::fromJson(file.readAll()).object();
    }

    [[nodiscard]] const QJsonObject& root() const { return root_; }

    [[nodiscard]] QJsonObject component(const QString& id) const { return named(root_["components"], id); }
    [[nodiscard]] QJsonObject connection(const QString& id) const { return named(root_["connections"], id); }
    [[nodiscard]] QJsonObject workload(const QString& component_, const QString& id) const {
        return named(component(component_)["workloads"], id);
    }

    /// A number that the file must state itself.
    [[nodiscard]] double number(const QString& component_, const char* parameter) const {
        return stated(component(component_)["params"].toObject(), parameter);
    }

    static double stated(const QJsonObject& object, const char* name) {
        if (!object[QLatin1String(name)].isDouble()) {
            qFatal("the file does not state %s", name);
        }
        return object[QLatin1String(name)].toDouble();
    }

    static QJsonObject named(const QJsonValue& list, const QString& id) {
        for (const QJsonValue& item : list.toArray()) {
            if (item.toObject()["id"].toString() == id) {
                return item.toObject();
            }
        }
        qFatal("there is no %s", qPrintable(id));
        return {};
    }

  private:
    QJsonObject root_;
};

}  // namespace headroom::test
