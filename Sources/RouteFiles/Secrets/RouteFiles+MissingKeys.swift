import WaybillInterchange
public import WaybillRoutes

extension RouteFiles {
    /// Warns of keys that routes need and that are not where the files say: variables that are not set, files that do not exist.
    ///
    /// Whether a variable is set is asked; no key is read, and no command is run.
    ///
    /// - Parameter environment: The value of an environment variable; that of this process by default.
    public static func missingKeys(
        in table: RouteTable, environment: (String) -> String? = ProcessEnvironment.value
    ) -> [Diagnostic] {
        let used = Set(table.routes.flatMap { $0.allCandidates.map(\.model.provider) })
        let providers = table.providers.values.filter { used.contains($0.name) }.sorted { $0.name < $1.name }
        // Several providers may share a key, as one that is like another does.
        var missing: [(credential: Credential, reason: String, providers: [String])] = []
        for provider in providers {
            for credential in provider.credentials {
                guard let reason = absence(of: credential.reference, environment) else { continue }
                if let index = missing.firstIndex(where: { $0.credential.reference == credential.reference }) {
                    missing[index].providers.append(provider.name)
                } else {
                    missing.append((credential, reason, [provider.name]))
                }
            }
        }
        return missing.map { credential, reason, providers in
            let names = providers.map { "'\($0)'" }.joined(separator: " and ")
            return Diagnostic(
                DiagnosticCode(ProviderFault.missingKeyVariable),
                "\(credential.reference) \(reason); \(names) cannot be asked with this key", at: credential.definedAt)
        }
    }

    fileprivate static func absence(of reference: SecretReference, _ environment: (String) -> String?) -> String? {
        switch reference {
        case .environment(let name):
            guard let value = environment(name) else { return "is not set" }
            return value.isEmpty ? "is empty" : nil
        case .file(let path): return FileContents.obstacle(to: path)
        case .command: return nil
        }
    }
}

extension SecretReader {
    /// Why a provider cannot be asked for want of a key, such as "the environment variable OPENAI_API_KEY is not set".
    ///
    /// `nil` where it needs none, or where one of its keys seems to be in its place. No key is read, and no command is run.
    public func missingKey(of provider: Provider) -> String? {
        var firstReason: String?
        for credential in provider.credentials {
            guard let reason = RouteFiles.absence(of: credential.reference, environment) else { return nil }
            firstReason = firstReason ?? "\(credential.reference) \(reason)"
        }
        return firstReason
    }
}
