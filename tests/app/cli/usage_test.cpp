#include <QTest>

#include "tests/app/cli/cli_process.h"

using headroom::test::CliProcess;
using headroom::test::Ended;

/// Wrong usage ends with 2, says so in one line, and prints nothing else.
class UsageTest : public QObject {
    Q_OBJECT

  private slots:
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void helpNamesEveryOptionOfItsCommand_data();
    void helpNamesEveryOptionOfItsCommand();
    void helpListsTheCommands();
    void versionIsPrinted();
    void fileMayBeNamedLikeACommandOrAnOption();
};

void UsageTest::saysWhatIsWrong_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* name, const QStringList& arguments, const QString& line) {
        QTest::newRow(name) << arguments << "headroom-cli: " + line;
    };
    row("nothing", {},
        "no command given; the commands are solve, simulate, sweep, validate, kinds, schema, export, replay");
    row("near a command", {"slove", "f"}, "'slove' is no command; did you mean solve?");
    row("no command", {"frobnicate"},
        "'frobnicate' is no command; the commands are solve, simulate, sweep, validate, kinds, schema, "
        "export, replay");
    row("a command of a later version", {"estimate", "f"},
        "'estimate' is no command; the commands are solve, simulate, sweep, validate, kinds, schema, export, "
        "replay");
    row("near an option", {"solve", "f", "--jsn"}, "'--jsn' is no option of solve; did you mean --json?");
    row("option before the file", {"solve", "--conections", "f"},
        "'--conections' is no option of solve; did you mean --connections?");
    row("option of another command", {"validate", "f", "--check"},
        "'--check' is no option of validate; see headroom-cli validate --help");
    row("option without a command", {"--hlp"}, "'--hlp' is no option; did you mean --help?");
    row("no file", {"solve"}, "solve needs a file; name one, or - for standard input");
    row("two files", {"solve", "f", "g"}, "'g' is one argument too many; see headroom-cli solve --help");
    row("no value", {"solve", "f", "--load"},
        "--load takes exactly one value; see headroom-cli solve --help");
    row("two values", {"solve", "f", "--load", "1", "--load", "2"},
        "--load takes exactly one value; see headroom-cli solve --help");
    row("no assignment", {"solve", "f", "--set", "instances"},
        "'instances' is no assignment; write it like --set /components/web/params/instances=4");
    row("no output", {"export", "f"}, "export needs --to; name a file that ends in .png, .svg or .pdf");
    row("no picture", {"export", "f", "--to", "out.gif"},
        "--to: 'out.gif' names no picture; end it in .png, .svg or .pdf");
    row("no theme", {"export", "f", "--to", "out.png", "--theme", "sepia"},
        "--theme: 'sepia' is no theme; use light or dark");
}

void UsageTest::saysWhatIsWrong() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, line);
    const Ended ended = CliProcess().run(arguments);
    QCOMPARE(QString::fromUtf8(ended.error), line + "\n");
    QCOMPARE(ended.out, QByteArray());
    QCOMPARE(ended.code, 2);
}

void UsageTest::helpNamesEveryOptionOfItsCommand_data() {
    QTest::addColumn<QString>("command");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("solve") << "solve" << QStringList{"FILE",    "--json",        "--load", "--set",
                                                     "--check", "--connections", "--data"};
    QTest::newRow("simulate") << "simulate"
                              << QStringList{"FILE",           "--json",       "--load",   "--set",
                                             "--seconds",      "--seed",       "--traces", "--precision",
                                             "--replications", "--load-csv",   "--data",   "--max-seconds",
                                             "--cold-start",   "--connections"};
    QTest::newRow("validate") << "validate" << QStringList{"FILE", "--json", "--data"};
    QTest::newRow("kinds") << "kinds" << QStringList{"--json", "--data"};
    QTest::newRow("schema") << "schema" << QStringList{"--data"};
    QTest::newRow("export") << "export"
                            << QStringList{"FILE", "--to", "--theme", "--load", "--set", "--data"};
}

void UsageTest::helpNamesEveryOptionOfItsCommand() {
    QFETCH(QString, command);
    QFETCH(QStringList, options);
    const Ended ended = CliProcess().run({command, "--help"});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.error, QByteArray());
    for (const QString& option : options) {
        QVERIFY2(ended.out.contains(option.toUtf8()), qPrintable(option));
    }
}

void UsageTest::helpListsTheCommands() {
    const Ended ended = CliProcess().run({"--help"});
    QCOMPARE(ended.code, 0);
    for (const char* command :
         {"solve", "simulate", "sweep", "validate", "kinds", "schema", "export", "replay"}) {
        QVERIFY2(ended.out.contains(command), command);
    }
    QVERIFY(!ended.out.contains("estimate"));
}

void UsageTest::versionIsPrinted() {
    const Ended ended = CliProcess().run({"--version"});
    QCOMPARE(ended.code, 0);
    QVERIFY(ended.out.startsWith("headroom-cli "));
    QCOMPARE(ended.out.count('\n'), 1);
}

void UsageTest::fileMayBeNamedLikeACommandOrAnOption() {
    const QString missing =
        ": cannot be read (No such file or directory); check the name and the permissions\n";
    const Ended command = CliProcess().run({"solve", "kinds"});
    QCOMPARE(QString::fromUtf8(command.error), "headroom-cli: kinds" + missing);
    QCOMPARE(command.code, 3);
    const Ended option = CliProcess().run({"solve", "--", "-x"});
    QCOMPARE(QString::fromUtf8(option.error), "headroom-cli: -x" + missing);
    QCOMPARE(option.code, 3);
}

QTEST_GUILESS_MAIN(UsageTest)
#include "usage_test.moc"
