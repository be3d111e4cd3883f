#include "core/cases/solved_case.h"

#include "core/engine/solver/solve.h"

namespace headroom::cases {

SolvedCase::SolvedCase(Case content, const catalog::Catalog& catalog) : content_(std::move(content)) {
    for (const model::Design& design : content_.designs) {
        answers_.push_back(engine::solve(design, catalog));
    }
    for (std::size_t place = 0; place < answers_.size(); ++place) {
        numbers_.push_back(facts(place).numbers());
    }
}

Facts SolvedCase::facts(std::size_t place) const {
    return facts(place, content_.designs[place], answers_[place]);
}

Facts SolvedCase::facts(std::size_t place, const model::Design& design,
                        const results::Results& answer) const {
    Facts out(design, answer, place == 0 ? nullptr : &answers_[place - 1]);
    if (place > 0) {
        out.adopt(numbers_[place - 1]);
    }
    out.name(content_.numbers);
    if (place > 0) {
        out.name(step(place).numbers);
    }
    return out;
}

std::vector<Verdict> SolvedCase::check(std::size_t n, const Facts& facts) const {
    std::vector<Verdict> out;
    for (const Claim& claim : step(n).claims) {
        out.push_back(cases::check(claim, facts));
    }
    return out;
}

}  // namespace headroom::cases
