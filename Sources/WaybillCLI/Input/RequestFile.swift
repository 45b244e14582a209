import Waybill

/// A request in its JSON form, in a file or on standard input.
struct RequestFile {
    /// The path; `-` is standard input.
    let path: String

    /// Reads the request.
    ///
    /// - Parameter workload: A workload that takes the place of the file's, so that one file can be tried as several kinds of work.
    func read(workload: String?) throws(InputError) -> ModelRequest {
        var json = try parse(try bytes())
        if let workload, var object = json.objectValue {
            object["workload"] = .string(workload)
            json = .object(object)
        }
        do throws(JSONFormatError) {
            return try ModelRequest(json: json, at: .root)
        } catch {
            throw InputError("\(name): \(error)")
        }
    }

    private func bytes() throws(InputError) -> [UInt8] {
        if path == "-" { return try StandardInput.read() }
        do throws(BoundedRead.Problem) {
            return try BoundedRead.file(path)
        } catch {
            throw InputError("The request file '\(path)' \(error.reason).")
        }
    }

    private func parse(_ bytes: [UInt8]) throws(InputError) -> JSONValue {
        do throws(JSONError) {
            // People write these files: a member that is there twice is a mistake.
            return try JSONReader.read(bytes, options: .init(duplicateKeys: .error))
        } catch {
            throw InputError("\(name):\(error.line):\(error.column): invalid JSON: \(error.message)")
        }
    }

    private var name: String { path == "-" ? "standard input" : path }
}
