extension YAMLSyntaxError {
    /// The problem of values nested deeper than any settings need.
    static let tooDeep = "too deep"

    /// What is wrong and what to do, for people who do not know YAML by heart.
    ///
    /// - Parameters:
    ///   - scalar: The scalar at which libyaml gave up; `nil` at the end of the file.
    ///   - beginning: The line in which began what it could not finish, where that is another line.
    func message(at scalar: Unicode.Scalar?, beginning: Int?) -> String {
        let began = beginning.map { " that begins in line \($0)" } ?? ""
        if scalar == "\t" { return "a tab cannot indent or separate here; use spaces" }
        switch problem {
        case "found character that cannot start any token":
            return "a value cannot begin with '\(scalar.map(String.init) ?? "")'; quote it"
        case "mapping values are not allowed in this context":
            return "a ':' is not possible here; is the line indented like its neighbours, and is text with ': ' in it quoted?"
        case "did not find expected key":
            return "this does not continue the block\(began.isEmpty ? " before it" : began); is it indented like its neighbours?"
        case "did not find expected '-' indicator":
            return "a list item with '-' is expected here; is it indented like its neighbours?"
        case "block sequence entries are not allowed in this context":
            return "a list cannot begin here; put '-' on its own line below the key"
        case "could not find expected ':'":
            return "there is no ':' after this key"
        case "did not find expected ',' or '}'":
            return "before this a ',' or the closing '}' is missing in the mapping\(began)"
        case "did not find expected ',' or ']'":
            return "before this a ',' or the closing ']' is missing in the list\(began)"
        case "found unexpected end of stream":
            return "the closing quote is missing of the text\(began.isEmpty ? " before this" : began)"
        case "found unknown escape character":
            return "this is no escape of YAML; write '\\\\' for a backslash, or quote the text with single quotes"
        case "did not find expected alphabetic or numeric character":
            return "'\(scalar == "*" ? "*" : "*' or '&")' begins the name of an alias or anchor here; quote it to mean the sign itself"
        case "did not find expected <document start>":
            return "this does not belong to what stands before it; the file must be one mapping of 'key: value'"
        case Self.tooDeep:
            return "this is nested more than \(YAMLComposer.deepest) deep"
        default:
            return "this is not YAML: \(problem)\(context.map { " \($0)" } ?? "")"
        }
    }
}
