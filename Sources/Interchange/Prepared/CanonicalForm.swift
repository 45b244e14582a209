/// The canonical form of requests: what makes the same request the same bytes in every process, on every platform, on every run.
///
/// What a model can see keeps its written order: keys in `properties` and `$defs`, items of `required`, `enum` and `anyOf`. What only programs
/// read has one form: tools in the order of their names unless pinned, other keys of schemas and of vendor extras sorted, no insignificant space,
/// numbers in their shortest spelling, `\n` as the only line ending of static text. What users and models wrote is never touched.
public enum CanonicalForm {
    /// The version of the form.
    ///
    /// It changes with any byte that is written otherwise, since that empties the caches of every prompt once. It is part of every fingerprint, and
    /// plans and reports name it.
    public static let version = 1
}
