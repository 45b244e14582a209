/// A number out of names, the same on every machine.
///
/// FNV-1a: enough to tell names apart; the generator that draws by it does the mixing.
func nameHash(_ names: String) -> UInt64 {
    names.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
