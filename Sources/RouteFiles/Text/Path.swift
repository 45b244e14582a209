/// The folder of a file's path, without a `/` at the end; empty for a file in the working folder.
func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The last part of a path.
func fileName(of path: String) -> String { path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path }

/// A path as seen from a folder, without a `/` at the end; an absolute one stands for itself.
func joinedPath(folder: String, _ path: String) -> String {
    var path = path[...]
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    while path.hasSuffix("/"), path.utf8.count > 1 { path = path.dropLast() }
    if path.hasPrefix("/") || folder.isEmpty { return String(path) }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
}
