/// The ids of one text on one line, written while they are found.
struct IDLine {
    private let output: OutputChannel
    private var separator = ""

    init(output: OutputChannel = .output) { self.output = output }

    /// Writes ids.
    mutating func add(_ ids: [Int]) throws(OutputError) {
        var bytes: [UInt8] = []
        for id in ids {
            bytes += separator.utf8
            bytes += "\(id)".utf8
            separator = " "
        }
        try output.write(bytes)
    }

    /// Ends the line.
    func end() throws(OutputError) { try output.write("\n") }
}
