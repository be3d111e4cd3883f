#include "widgets/inspector/param_editor.h"

#include "widgets/common/text.h"
#include "widgets/inspector/choice_editor.h"
#include "widgets/inspector/number_editor.h"
#include "widgets/inspector/paragraph_editor.h"
#include "widgets/inspector/set_editor.h"
#include "widgets/inspector/switch_editor.h"
#include "widgets/inspector/text_editor.h"

namespace headroom::widgets {

using catalog::ParamSpec;
using catalog::ParamType;

void ParamEditor::setBroken(bool) {}

namespace {

/// A text that may be longer than this gets several lines.
constexpr double longestLine = 1000;

ParamEditor* makeListEditor(const ParamSpec& spec, Document& document, QWidget* parent) {
    const ParamSpec* item = spec.fields.empty() ? nullptr : &spec.fields.front();
    const bool choosable = item != nullptr && (!item->options.empty() || !item->references.empty());
    return choosable ? new SetEditor(spec, document, parent) : nullptr;
}

}  // namespace

ParamEditor* makeEditor(const ParamSpec& spec, Document& document, Look& look, QWidget* parent) {
    switch (spec.type) {
        case ParamType::number:
        case ParamType::integer:
            return new NumberEditor(spec, parent);
        case ParamType::boolean:
            return new SwitchEditor(look, parent);
        case ParamType::enumeration:
        case ParamType::idRef:
            return new ChoiceEditor(spec, document, look, parent);
        case ParamType::text:
            return spec.maximum > longestLine ? static_cast<ParamEditor*>(new ParagraphEditor(
                                                    toQt(spec.label), toQt(spec.placeholder), 3, parent))
                                              : new TextEditor(spec, parent);
        case ParamType::list:
            return makeListEditor(spec, document, parent);
        case ParamType::object:
            return nullptr;
    }
    return nullptr;
}

}  // namespace headroom::widgets
