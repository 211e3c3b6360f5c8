import HTTPAPI

extension PageRoute {
    private static let path = "/groups/{group}/providers/{provider}"

    static let deployments: [PageRoute] =
        [
            .page(path) { context in
                let page = try DeploymentPage(context)
                return try await page.deployment == nil ? page.configuration() : page.overview()
            },
            .page(path + "/settings") { try await DeploymentPage($0).configuration() },
            .form(path + "/settings") { try await DeploymentPage($0).changeConfiguration() },
            .page(path + "/languages") { try await DeploymentPage($0).filters(.languages) },
            .form(path + "/languages") { try await DeploymentPage($0).changeFilters(.languages) },
            .page(path + "/types") { try await DeploymentPage($0).filters(.types) },
            .form(path + "/types") { try await DeploymentPage($0).changeFilters(.types) },
            .page(path + "/activity") { try await DeploymentPage($0).activity() },
        ] + overviewForms(path)
}
