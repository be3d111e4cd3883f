#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/format/design_file.h"
#include "core/format/messages.h"

namespace headroom::format {

namespace {

namespace fs = std::filesystem;

tl::unexpected<Diagnostic> failed(std::string_view code, int error) {
    return failure(makeDiagnostic(messages, code, "", {{"reason", std::strerror(error)}}));
}

/// A file descriptor that is closed, and a name that is removed unless it was kept.
class OpenFile {
  public:
    OpenFile(int descriptor, std::string removeUnlessKept = {})
        : descriptor_(descriptor), name_(std::move(removeUnlessKept)) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
        if (!name_.empty()) {
            ::unlink(name_.c_str());
        }
    }

    [[nodiscard]] int descriptor() const { return descriptor_; }
    /// 0, or the error: some file systems report a full disk only here.
    int close() {
        const int result = ::close(descriptor_) == 0 ? 0 : errno;
        descriptor_ = -1;
        return result;
    }
    void keep() { name_.clear(); }

  private:
    int descriptor_;
    std::string name_;
};

/// 0, or the error.
int writeAll(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return errno;
        }
        bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return 0;
}

/// Where a chain of symbolic links ends, so that saving replaces what it points to and not the link.
fs::path endOfLinks(fs::path path) {
    constexpr int mostLinks = 40;
    std::error_code error;
    for (int i = 0; i < mostLinks && fs::is_symlink(path, error); ++i) {
        const fs::path target = fs::read_symlink(path, error);
        path = target.is_absolute() ? target : path.parent_path() / target;
    }
    return path;
}

/// A new file beside `target`, with its name in `name`. A new design gets the rights of any new file; what is
/// to replace a private one is not readable for others at any moment.
int openBeside(const fs::path& folder, const fs::path& target, bool replaces, std::string& name) {
    constexpr int mostTries = 1000;
    const std::string stem =
        "." + target.filename().string().substr(0, 200) + "." + std::to_string(::getpid());
    int descriptor = -1;
    for (int i = 0; i < mostTries && descriptor < 0 && (i == 0 || errno == EEXIST); ++i) {
        name = (folder / (stem + "." + std::to_string(i))).string();
        descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, replaces ? 0600 : 0666);
    }
    return descriptor;
}

/// The rights of the file that is replaced; its owner where this process may give files away.
int takeRights(int descriptor, const struct stat* old) {
    if (old == nullptr) {
        return 0;
    }
    [[maybe_unused]] const int mayFail = ::fchown(descriptor, old->st_uid, old->st_gid);
    return ::fchmod(descriptor, old->st_mode & 07777U) == 0 ? 0 : errno;
}

/// Without this a rename may be lost with the power, together with both files.
void syncFolder(const fs::path& folder) {
    const OpenFile opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.descriptor() >= 0) {
        ::fsync(opened.descriptor());
    }
}

Result<> replaceFile(const fs::path& target, const struct stat* old, std::string_view bytes) {
    const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    std::string name;
    const int descriptor = openBeside(folder, target, old != nullptr, name);
    OpenFile file(descriptor, descriptor < 0 ? std::string() : name);
    if (file.descriptor() < 0) {
        return failed("save-failed", errno);
    }
    int error = writeAll(file.descriptor(), bytes);
    error = error != 0 ? error : takeRights(file.descriptor(), old);
    error = error == 0 && ::fsync(file.descriptor()) != 0 ? errno : error;
    error = error != 0 ? error : file.close();
    error = error == 0 && ::rename(name.c_str(), target.c_str()) != 0 ? errno : error;
    if (error != 0) {
        return failed("save-failed", error);
    }
    file.keep();
    syncFolder(folder);
    return {};
}

/// A pipe or a device cannot be replaced, only written to.
Result<> writeInto(const fs::path& target, std::string_view bytes) {
    OpenFile file(::open(target.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.descriptor() < 0) {
        return failed("save-failed", errno);
    }
    const int error = writeAll(file.descriptor(), bytes);
    const int closing = file.close();
    return error == 0 && closing == 0 ? Result<>() : failed("save-cut", error != 0 ? error : closing);
}

}  // namespace

Result<> saveFile(const std::string& path, std::string_view bytes) {
    const fs::path target = endOfLinks(path);
    if (std::error_code error; fs::is_symlink(target, error)) {
        return failed("save-failed", ELOOP);
    }
    struct stat old {};
    const bool exists = ::stat(target.c_str(), &old) == 0;
    if (exists && S_ISDIR(old.st_mode)) {
        return failure(makeDiagnostic(messages, "save-directory", ""));
    }
    if (exists && !S_ISREG(old.st_mode)) {
        return writeInto(target, bytes);
    }
    // A rename would go past a file that is write-protected; whoever protected it meant it.
    if (exists && ::access(target.c_str(), W_OK) != 0) {
        return failed("save-failed", errno);
    }
    return replaceFile(target, exists ? &old : nullptr, bytes);
}

}  // namespace headroom::format
