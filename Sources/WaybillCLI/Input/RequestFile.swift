import Waybill

/// A request in its JSON form, in a file or on standard input.
struct RequestFile {
    /// The path; `-` is standard input.
    let path: String

    /// Reads the request.
    ///
    /// - Parameter workload: A workload that takes the place of the file's, so that one file can be tried as several kinds of work.
    func read(workload: String?) throws(InputError) -> ModelRequest {
        try JSONFile.value(of: try bytes(), from: path == "-" ? "standard input" : path) { json throws(JSONFormatError) in
            guard let workload, var object = json.objectValue else { return try ModelRequest(json: json, at: .root) }
            object["workload"] = .string(workload)
            return try ModelRequest(json: .object(object), at: .root)
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
}
