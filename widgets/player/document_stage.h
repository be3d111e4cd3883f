#pragma once

#include "core/cases/player.h"
#include "widgets/common/document.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

/// The window's document as a stage for a case.
class DocumentStage : public cases::Stage {
  public:
    explicit DocumentStage(Document& document) : document_(document) {}

    [[nodiscard]] const model::History& history() const override { return document_.history(); }
    Result<> perform(const std::string& name,
                     const std::function<Result<>(model::Transaction&)>& edit) override {
        return document_.perform(toQt(name), edit);
    }
    void undo() override { document_.undo(); }

  private:
    Document& document_;
};

}  // namespace headroom::widgets
