import Waybill

/// A request in its JSON form, in a file or on standard input.
struct RequestFile {
    /// The path; `-` is standard input.
    let path: String

    /// Reads the request.
    ///
    /// - Parameter workload: A workload that takes the place of the file's, so that one file can be tried as several kinds of work.
    func read(workload: String?) throws(InputError) -> ModelRequest { try request(of: try bytes(), workload: workload) }

    /// Reads the request of a regular file: a pipe, which might never end, is refused.
    func readRegular() throws(InputError) -> ModelRequest {
        let bytes: [UInt8]
        do throws(FileProblem) {
            bytes = try FileContents.read(path, limit: BoundedRead.limit)
        } catch {
            throw InputError("The request file '\(path)' \(error.reason).")
        }
        return try request(of: bytes, workload: nil)
    }

    private func request(of bytes: [UInt8], workload: String?) throws(InputError) -> ModelRequest {
        try JSONFile.value(of: bytes, from: path == "-" ? "standard input" : path) { json throws(JSONFormatError) in
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
