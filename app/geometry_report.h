#pragma once

#include <QObject>

namespace headroom::app {

class MainWindow;

/// For scripts that act as a person does: where $HEADROOM_REPORT_GEOMETRY is set, prints on standard output
/// where things are, in pixels of the screen, whenever that may have changed:
///   GEOM canvas X Y W H          GEOM kind <id> X Y      (a tile's middle)
///   GEOM component <id> X Y W H  GEOM handle <id> left|top|right|bottom X Y
///   GEOM timeline X Y W H        GEOM moment <words>|none  (the plot over time; what playback shows)
///   GEOM slider X Y W H          GEOM end
class GeometryReport : public QObject {
    Q_OBJECT

  public:
    /// Does nothing where the variable is not set.
    static void attach(MainWindow& window);

  protected:
    explicit GeometryReport(MainWindow& window);
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void schedule();
    void print();

    MainWindow& window_;
    bool scheduled_ = false;
};

}  // namespace headroom::app
