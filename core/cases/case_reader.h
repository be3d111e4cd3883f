#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/cases/case_file.h"
#include "core/cases/members.h"
#include "core/format/reading.h"

namespace headroom::cases {

/// A case from JSON: head, base, steps; then every edit once.
class CaseReader {
  public:
    explicit CaseReader(const catalog::Catalog& catalog) : catalog_(catalog), reading_(catalog) {}

    Result<LoadedCase> read(const json::Value& value);

  private:
    void readHead(Members& members);
    void readVersion(Members& members);
    void readBase(Members& members);
    void readSteps(Members& members);
    Step readStep(const json::Value& value, const std::string& byIndex);
    void perform(const Step& step, const std::string& where);

    const catalog::Catalog& catalog_;
    format::Reading reading_;
    std::vector<Diagnostic> notices_;
    Case out_;
    std::set<std::string> ids_;
    std::set<std::string, std::less<>> names_;  ///< of numbers, up to here
    bool fromTheFuture_ = false;
};

}  // namespace headroom::cases
