#include "core/render/theme.h"

#include <algorithm>
#include <cmath>

#include "core/json/reader.h"

namespace headroom::render {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Token::count)> names{
    "canvas",        "canvas_dot",  "surface",        "surface_raised",  "surface_sunken", "line",
    "strong_line",   "text",        "text_secondary", "text_faint",      "text_disabled",  "text_on_dark",
    "text_on_light", "accent",      "accent_hover",   "accent_pressed",  "accent_text",    "on_accent",
    "selection",     "rubber_band", "focus_ring",     "guide",           "search_match",   "hover",
    "pressed",       "state_ok",    "state_hot",      "state_saturated", "state_down",     "hatch",
    "bar_track",     "ok_text",     "warning_text",   "error_text",      "ok_tint",        "warning_tint",
    "error_tint",    "info_tint",   "retry",          "failing",         "wire",           "wire_dot",
    "handle",        "placeholder", "frame_tint",     "frame_line",      "note",           "shadow",
    "baseline",      "tooltip",     "tooltip_text"};

constexpr std::array<MessageTemplate, 4> messages{{
    {"theme-unreadable", "there is no theme '{name}'", "'light' and 'dark' are shipped"},
    {"theme-not-json", "the theme '{name}' cannot be read: {reason}", ""},
    {"theme-token-missing", "the theme '{name}' does not name the colour '{token}'",
     "a theme names every colour"},
    {"theme-no-colour", "'{found}' is no colour for '{token}'", "colours look like \"#2F6FED\""},
}};

QString text(std::string_view view) {
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

}  // namespace

std::string_view tokenName(Token token) {
    return names[static_cast<std::size_t>(token)];
}

/// Fills a theme from its JSON.
class ThemeReader {
  public:
    ThemeReader(const json::Object& object, std::string name, std::string where)
        : object_(object), name_(std::move(name)), where_(std::move(where)) {
        theme_.name_ = QString::fromStdString(name_);
    }

    Result<Theme> read() {
        for (std::size_t i = 0; i < names.size() && !problem_; ++i) {
            theme_.colors_[i] = color(std::string(names[i]));
        }
        for (std::size_t i = 0; i < theme_.heat_.size() && !problem_; ++i) {
            theme_.heat_[i] = color("heat_" + std::to_string(i));
        }
        readCategories();
        for (const char* needed : {"category_other", "category_other_tint"}) {
            if (!problem_ && !object_.contains(needed)) {
                miss(needed);
            }
        }
        if (problem_) {
            return failure(*problem_);
        }
        return theme_;
    }

  private:
    void readCategories() {
        constexpr std::string_view prefix = "category_";
        for (const auto& [key, value] : object_) {
            if (key.starts_with(prefix) && !problem_) {
                theme_.categories_.insert(text(std::string_view(key).substr(prefix.size())), color(key));
            }
        }
    }

    QColor color(const std::string& token) {
        const json::Value* value = object_.find(token);
        if (value == nullptr) {
            miss(token);
            return {};
        }
        const QColor found = QColor(text(value->text()));
        if (!found.isValid() || !value->text().starts_with('#')) {
            problem_ = makeDiagnostic(messages, "theme-no-colour", where_,
                                      {{"token", token}, {"found", std::string(value->text())}});
        }
        return found;
    }

    void miss(const std::string& token) {
        problem_ =
            makeDiagnostic(messages, "theme-token-missing", where_, {{"name", name_}, {"token", token}});
    }

    const json::Object& object_;
    std::string name_;
    std::string where_;
    Theme theme_;
    std::optional<Diagnostic> problem_;
};

Result<Theme> Theme::load(const std::string& dataDirectory, const std::string& name) {
    const std::string path = dataDirectory + "/themes/" + name + ".json";
    const auto bytes = json::readFile(path);
    if (!bytes) {
        return failure(makeDiagnostic(messages, "theme-unreadable", path, {{"name", name}}));
    }
    const auto value = json::parse(*bytes);
    if (!value || value->object() == nullptr) {
        const std::string reason = value ? "it is " + std::string(value->typeName()) : value.error().text;
        return failure(
            makeDiagnostic(messages, "theme-not-json", path, {{"name", name}, {"reason", reason}}));
    }
    return ThemeReader(*value->object(), name, path).read();
}

bool Theme::isDark() const {
    return (*this)[Token::canvas].lightnessF() < 0.5F;
}

QColor Theme::category(std::string_view category) const {
    return categories_.value(text(category), categories_.value(QStringLiteral("other")));
}

QColor Theme::categoryTint(std::string_view category) const {
    return categories_.value(text(category) + QStringLiteral("_tint"),
                             categories_.value(QStringLiteral("other_tint")));
}

QColor Theme::heat(double share) const {
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(heat_.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const auto high = std::min(low + 1, heat_.size() - 1);
    const double part = place - static_cast<double>(low);
    const auto mix = [part](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * part)); };
    return {mix(heat_[low].red(), heat_[high].red()), mix(heat_[low].green(), heat_[high].green()),
            mix(heat_[low].blue(), heat_[high].blue())};
}

}  // namespace headroom::render
