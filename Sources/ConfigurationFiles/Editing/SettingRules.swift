import ConnectorKit
import Transport

/// What a person may not change settings to by API or console, and what such a change has to bring along.
struct SettingRules {
    struct Finding {
        let setting: String
        let message: String
        var offending: String?
    }

    let declared: [Setting]
    /// The settings that hold; nil if the provider is not set up yet.
    let held: Settings?
    let network: NetworkSettings

    func held(_ name: String) -> String? { held.flatMap { $0[name] ?? $0.secret(name)?.reveal() } }

    /// Private addresses are for whoever writes the files (rule L15): who may change a setting must not reach by it
    /// what only this machine can reach.
    func privateAddresses(in change: [String: String?]) -> [Finding] {
        change.sorted { $0.key < $1.key }.compactMap { name, value in
            guard let setting = declared.first(where: { $0.name == name }), setting.isAddress, let value,
                value != held(name), network.privateAddresses.refuses(value)
            else { return nil }
            let shown = setting.secret ? "••••" : ConfiguredAddress.maskingUserInfo(value)
            return Finding(
                setting: name,
                message:
                    "\(name) is \"\(shown)\": an address of this machine or of a private network, which only "
                    + "a person may write into the file by hand; `network: private` in the host's file opens it",
                offending: shown)
        }
    }

    /// The secrets that have to be entered again: a secret goes to no address but the one it was entered for, since
    /// who may change the address need not know it (our decision).
    func secretsToEnter(with change: [String: String?]) -> [Finding] {
        guard let held else { return [] }
        let moved = declared.first { setting in
            guard setting.isAddress, let value = change[setting.name] else { return false }
            return value ?? setting.defaultValue != self.held(setting.name)
        }
        guard let moved else { return [] }
        return declared.filter { setting in
            setting.secret && held.secretNames.contains(setting.name) && change[setting.name] == nil
        }.map {
            Finding(
                setting: $0.name,
                message: "enter the secret \"\($0.name)\" again with another address (\(moved.name))")
        }
    }
}

extension Setting {
    fileprivate var isAddress: Bool { kind == .url || kind == .origin }
}
