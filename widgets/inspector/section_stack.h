#pragma once

#include <QHash>
#include <QSet>
#include <QString>
#include <QVBoxLayout>
#include <QWidget>

#include "widgets/common/look.h"
#include "widgets/common/section.h"

namespace headroom::widgets {

/// The folding sections of a page, made when something goes into them, in one order on every page.
class SectionStack : public QWidget {
    Q_OBJECT

  public:
    /// `folded` holds the names of sections a person has folded; it is kept up to date and outlives this.
    SectionStack(Look& look, QSet<QString>& folded, QWidget* parent = nullptr);

    /// Where the rows of section `name` ("capacity", "latency", ...) go.
    QVBoxLayout* content(const QString& name);
    /// A section of a title of its own, after all others so far.
    QVBoxLayout* titled(const QString& key, const QString& title);
    /// Hides sections in which nothing is to be seen.
    void hideEmpty();

  private:
    Section* make(const QString& key, const QString& title, int position);

    Look& look_;
    QSet<QString>& folded_;
    QVBoxLayout* column_;
    QHash<QString, Section*> sections_;
};

}  // namespace headroom::widgets
