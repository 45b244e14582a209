import WaybillInterchange
import WaybillRoutes

/// Builds the tree of one document from libyaml's events.
///
/// What cannot be meant in a settings file is an error here: a key twice, two documents, tags, merge keys (`<<`: a route or provider takes over
/// another's settings with `like`, a single value is repeated with an alias), and aliases that blow up a small file.
struct YAMLComposer: ~Copyable {
    /// How deep values may be nested.
    static let deepest = 32
    /// How many values all aliases together may stand for.
    static let mostAliased = 10_000

    private let source: SourceText
    private let reading: Reading
    private var events: YAMLEventReader
    private var anchors: [String: YAMLNode] = [:]
    private var aliased = 0
    private var words: [Range<Int>] = []

    /// The tree of a file's text; `nil` for a file without a value or one that is not YAML, which is then reported.
    static func compose(_ text: String, source: SourceText, reading: Reading) -> YAMLNode? {
        var composer = YAMLComposer(text, source: source, reading: reading)
        let root = composer.compose()
        reading.know(words: composer.words, in: source.file)
        return root
    }

    private mutating func compose() -> YAMLNode? {
        do throws(YAMLSyntaxError) {
            return try document()
        } catch {
            let offset = error.offset
            let place = source.location(ofScalar: offset)
            let beginning = error.contextOffset.map { source.location(ofScalar: $0).line }
            let message = error.message(at: source.scalar(at: offset), beginning: beginning == place.line ? nil : beginning)
            reading.report(
                error.problem == YAMLSyntaxError.tooDeep ? FileFault.tooDeep : .notYAML, DiagnosticMessage(message), at: place)
            return nil
        }
    }

    private init(_ text: String, source: SourceText, reading: Reading) {
        self.source = source
        self.reading = reading
        events = YAMLEventReader(text)
    }

    private mutating func document() throws(YAMLSyntaxError) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try events.next()
            switch event.kind {
            case .streamStart, .documentEnd: continue
            case .streamEnd: return root
            case .documentStart where root == nil: root = try value(try events.next(), depth: 1)
            default:
                report(.secondDocument, "a file holds one document; what follows this '---' belongs in a file of its own", event)
                return root
            }
        }
    }

    private mutating func value(_ event: YAMLEvent, depth: Int) throws(YAMLSyntaxError) -> YAMLNode {
        guard depth <= Self.deepest else {
            throw YAMLSyntaxError(problem: YAMLSyntaxError.tooDeep, offset: event.range.lowerBound)
        }
        switch event.kind {
        case .alias(let name):
            words.append(event.range)
            return alias(name, event)
        case .scalar(let text, let isPlain, let properties):
            words.append(event.range)
            let node = node(.scalar(text, isPlain: isPlain), event.range, size: 1)
            return register(node, properties, event)
        case .sequenceStart(let properties):
            return register(try sequence(from: event, depth: depth), properties, event)
        case .mappingStart(let properties):
            return register(try mapping(from: event, depth: depth), properties, event)
        default:
            return node(.invalid, event.range, size: 1)
        }
    }

    private mutating func sequence(from start: YAMLEvent, depth: Int) throws(YAMLSyntaxError) -> YAMLNode {
        var items: [YAMLNode] = []
        var size = 1
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind {
                return node(.sequence(items), start.range.lowerBound..<event.range.upperBound, size: size)
            }
            let item = try value(event, depth: depth + 1)
            size += item.size
            items.append(item)
        }
    }

    private mutating func mapping(from start: YAMLEvent, depth: Int) throws(YAMLSyntaxError) -> YAMLNode {
        var entries: [YAMLEntry] = []
        var firstPlaces: [String: SourceLocation] = [:]
        var size = 1
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind {
                return node(.mapping(entries), start.range.lowerBound..<event.range.upperBound, size: size)
            }
            let key = try value(event, depth: depth + 1)
            let member = try value(try events.next(), depth: depth + 1)
            size += key.size + member.size
            guard let name = self.key(key, event) else { continue }
            if let first = firstPlaces[name] {
                reading.report(
                    FileFault.duplicateKey, "the key \(quoted(name)) is here twice; it was first in line \(first.line)", at: key.location)
                continue
            }
            firstPlaces[name] = key.location
            entries.append(YAMLEntry(key: name, keyLocation: key.location, value: member))
        }
    }

    /// The text of a key; `nil` for what cannot be one, which is then reported.
    private func key(_ node: YAMLNode, _ event: YAMLEvent) -> String? {
        switch node.content {
        case .invalid: return nil
        case .scalar("<<", isPlain: true):
            report(.mergeKey, "merge keys ('<<') are not read; use 'like' to take over settings, or an alias for a single value", event)
            return nil
        case .scalar(let text, let isPlain) where !text.isEmpty && !(isPlain && node.isNull): return text
        case .scalar:
            report(.badKey, "a key is missing before this ':'", event)
            return nil
        default:
            report(.badKey, "a key must be a single word or text", event)
            return nil
        }
    }

    private mutating func alias(_ name: String, _ event: YAMLEvent) -> YAMLNode {
        guard var node = anchors[name] else {
            let near = nearestWord(to: name, among: anchors.keys.sorted()).map { "*\($0)" }
            report(.badAlias, DiagnosticMessage("no anchor '&\(name)' ends before this alias").suggesting(near), event)
            return self.node(.invalid, event.range, size: 1)
        }
        aliased += node.size
        guard aliased <= Self.mostAliased else {
            // Once is enough: every further alias of an alias bomb would say the same.
            if aliased - node.size <= Self.mostAliased {
                report(.tooManyAliases, "the aliases of this file stand for more than \(Self.mostAliased) values", event)
            }
            return self.node(.invalid, event.range, size: 1)
        }
        node.location = source.location(ofScalar: event.range.lowerBound)
        return node
    }

    private mutating func register(_ node: YAMLNode, _ properties: YAMLEvent.Properties, _ event: YAMLEvent) -> YAMLNode {
        if let tag = properties.tag {
            let short = tag.hasPrefix("tag:yaml.org,2002:") ? "!!" + tag.dropFirst(18) : tag
            report(.tag, "the tag \(quoted(short)) has no meaning here; leave it out, and quote what is meant as text", event)
        }
        if let anchor = properties.anchor {
            if anchors[anchor] != nil { report(.badAlias, "the anchor '&\(anchor)' is here twice", event) }
            anchors[anchor] = node
        }
        return node
    }

    private func node(_ content: YAMLNode.Content, _ range: Range<Int>, size: Int) -> YAMLNode {
        YAMLNode(content: content, location: source.location(ofScalar: range.lowerBound), range: range, size: size)
    }

    private func report(_ fault: FileFault, _ message: DiagnosticMessage, _ event: YAMLEvent) {
        reading.report(fault, message, at: source.location(ofScalar: event.range.lowerBound))
    }
}
