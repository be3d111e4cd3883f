#pragma once

#include "core/engine/solver/solve.h"
#include "tests/widgets/history_document.h"

namespace headroom::tests {

/// Such a document whose every edit is answered by the engine before it returns.
class FakeDocument : public HistoryDocument {
  public:
    FakeDocument(std::shared_ptr<const catalog::Catalog> catalog, model::Design design)
        : HistoryDocument(std::move(catalog), std::move(design)) {
        setResults(engine::solve(this->design(), this->catalog()));
    }

  protected:
    void answer() override { setResults(engine::solve(design(), catalog())); }
};

}  // namespace headroom::tests
