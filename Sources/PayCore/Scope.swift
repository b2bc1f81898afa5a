/// A permission that an app owns and that a user grants it (protocol, section 1). 2 and 8 are reserved.
package enum Scope: Int, CaseIterable, Sendable {
    case signIn = 1
    case withdraw = 3
    case trade = 4
    case userToApp = 5
    case appToUser = 6
    case readSpotAssets = 7
    case signInWithoutAsking = 9
    case rememberTradePassword = 10
    case readOpenAssets = 11
    case openUserToApp = 12
    case openAppToUser = 13
    case payWithOtherCoin = 14
}

/// A set of scopes, kept in one word: bit `n` stands for the scope numbered `n`.
package struct ScopeSet: Hashable, Sendable {
    package let bits: Int64

    package static let none = ScopeSet([])
    package static let all = ScopeSet(Scope.allCases)

    package init(_ scopes: some Sequence<Scope>) { bits = scopes.reduce(0) { $0 | 1 << Int64($1.rawValue) } }

    /// Bits that stand for no scope are dropped.
    package init(bits: Int64) { self.bits = bits & Self.all.bits }

    package var isEmpty: Bool { bits == 0 }

    package func intersection(_ other: ScopeSet) -> ScopeSet { ScopeSet(bits: bits & other.bits) }
    package func union(_ other: ScopeSet) -> ScopeSet { ScopeSet(bits: bits | other.bits) }
    package func subtracting(_ other: ScopeSet) -> ScopeSet { ScopeSet(bits: bits & ~other.bits) }
    package func isSubset(of other: ScopeSet) -> Bool { subtracting(other).isEmpty }

    package func contains(_ scope: Scope) -> Bool { bits & 1 << Int64(scope.rawValue) != 0 }

    /// The scopes in ascending order of their numbers.
    package var scopes: [Scope] { Scope.allCases.filter(contains) }
}
