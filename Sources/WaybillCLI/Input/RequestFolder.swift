import Waybill

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The request files in a folder and the folders in it: every `*.json` whose name does not begin with a dot.
struct RequestFolder {
    /// The path, as it was given.
    let path: String

    /// How deep folders may lie in each other.
    private static let depth = 32

    /// Reads all of them.
    ///
    /// - Returns: The requests by their paths within the folder, in the order of the bytes of these.
    /// - Throws: ``InvalidRequestFiles`` with everything that is wrong with them.
    func read() throws(InvalidRequestFiles) -> [(name: String, request: ModelRequest)] {
        var requests: [(name: String, request: ModelRequest)] = []
        var problems: [InputError] = []
        for name in try names() {
            do throws(InputError) {
                requests.append((name, try RequestFile(path: file(name)).readRegular()))
            } catch {
                problems.append(error)
            }
        }
        guard problems.isEmpty else { throw InvalidRequestFiles(problems) }
        guard !requests.isEmpty else {
            throw InvalidRequestFiles([InputError("The folder '\(path)' has no request files: it has no *.json.")])
        }
        return requests
    }

    /// Plans requests of the folder.
    func matrix(
        of requests: [(name: String, request: ModelRequest)], plannedBy router: ModelRouter, requiringKeys: Bool = false,
        health: HealthSnapshot? = nil
    ) throws(InvalidRequestFiles) -> RouteMatrix {
        do throws(RouteMatrix.InvalidRequests) {
            return try RouteMatrix(requests, plannedBy: router, requiringKeys: requiringKeys, health: health)
        } catch {
            // What is wrong is wrong with the whole.
            throw InvalidRequestFiles(error.failures.map { InputError("\(file($0.name)):1:1: \($0.failure.explanation)") })
        }
    }

    private func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    private func names() throws(InvalidRequestFiles) -> [String] {
        var names: [String] = []
        do throws(FileProblem) {
            try collect(in: nil, &names, depth: 0)
        } catch {
            throw InvalidRequestFiles([InputError("The request folder '\(path)' \(error.reason).")])
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func collect(in folder: String?, _ names: inout [String], depth: Int) throws(FileProblem) {
        for entry in try FileContents.names(inFolder: folder.map(file) ?? path) {
            let name = folder.map { "\($0)/\(entry)" } ?? entry
            if isFolder(name) {
                if depth < Self.depth { try collect(in: name, &names, depth: depth + 1) }
            } else if entry.hasSuffix(".json") {
                names.append(name)
            }
        }
    }

    /// Whether it is a folder; a link to one is not followed, since it may lead round in a circle.
    private func isFolder(_ name: String) -> Bool {
        var status = stat()
        return lstat(file(name), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// Request files that cannot be used, for a command that needs all of them.
struct InvalidRequestFiles: Error {
    /// What is wrong, file by file; at least one.
    private let problems: [InputError]

    init(_ problems: [InputError]) { self.problems = problems }

    /// Every problem in a sentence; where there are several, how many.
    func text(_ look: Look) -> String {
        let lines = problems.map { look.error("\($0)") }.joined()
        return problems.count == 1 ? lines : lines + look.error("\(problems.count) request files cannot be used.")
    }

    /// The problems in a sentence and one by one.
    var json: JSONObject {
        let first = problems.first.map { "\($0)" } ?? ""
        let message = problems.count == 1 ? first : "\(problems.count) request files cannot be used; the first: \(first)"
        var object = JSONObject(kind: "invalid-request", message: message)
        object["problems"] = .array(problems.map { .string("\($0)") })
        return object
    }
}
