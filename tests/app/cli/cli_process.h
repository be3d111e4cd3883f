#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

/// The command line as a process of its own, as a shell would start it.
namespace headroom::test {

struct Ended {
    int code = -1;  ///< -1: killed by a signal, or not started
    QByteArray out;
    QByteArray error;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

inline QString cliPath() {
    return QStringLiteral(HEADROOM_BIN_DIR "/headroom-cli");
}

class CliProcess {
  public:
    CliProcess() : environment_(QProcessEnvironment::systemEnvironment()) {
        // A kind folder of whoever runs the tests must not change them.
        set("XDG_DATA_HOME", own_.path());
    }

    CliProcess& set(const QString& name, const QString& value) {
        environment_.insert(name, value);
        return *this;
    }
    CliProcess& unset(const QString& name) {
        environment_.remove(name);
        return *this;
    }
    CliProcess& in(const QString& folder) {
        folder_ = folder;
        return *this;
    }

    [[nodiscard]] Ended run(const QStringList& arguments, const QByteArray& input = {}) const {
        return start(cliPath(), arguments, input);
    }

    /// `script` for a shell, in which "$cli" is the program.
    [[nodiscard]] Ended shell(const QString& script) const {
        QProcessEnvironment environment = environment_;
        environment.insert("cli", cliPath());
        return start("/bin/bash", {"-c", script}, {}, &environment);
    }

  private:
    [[nodiscard]] Ended start(const QString& program, const QStringList& arguments, const QByteArray& input,
                              const QProcessEnvironment* environment = nullptr) const {
        QProcess process;
        process.setProcessEnvironment(environment != nullptr ? *environment : environment_);
        process.setWorkingDirectory(folder_);
        process.start(program, arguments);
        process.write(input);
        process.closeWriteChannel();
        process.waitForFinished(60000);
        const bool normal = process.exitStatus() == QProcess::NormalExit;
        return {normal ? process.exitCode() : -1, process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    QTemporaryDir own_;
    QProcessEnvironment environment_;
    QString folder_ = QDir::tempPath();
};

inline QByteArray fileBytes(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void writeBytes(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        qFatal("cannot write %s", qPrintable(path));
    }
}

inline QString sampleDesign() {
    return QStringLiteral(HEADROOM_SOURCE_DIR "/designs/url-shortener/design.json");
}

/// Two components and a connection: M/M/4 with rho 0.8, S 25 ms.
inline QByteArray smallDesign() {
    return R"({"format": "headroom.design", "version": 1, "name": "Small",
 "components": [
  {"id": "users", "kind": "client", "x": 0, "y": 0, "params": {}, "workloads": [{"id": "ask", "rps": 128}]},
  {"id": "web", "kind": "service", "x": 272, "y": 0,
   "params": {"instances": 1, "workers": 4, "service_time_ms": 25, "service_cv": 1}}],
 "connections": [{"id": "e", "from": "users", "to": "web", "kind": "request", "params": {"latency_ms": 0}}],
 "objectives": [{"metric": "p99_ms", "at_most": 1000}]})";
}

}  // namespace headroom::test
