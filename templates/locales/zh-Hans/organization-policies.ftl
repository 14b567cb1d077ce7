# What holds while somebody signs in for an organization.

console_organization_policy_change = 更改登录
console_organization_policy_effect = 从下次为该组织登录起生效。服务器、应用和组织的要求中最严格的有效。
console_organization_policy_default = 按服务器和应用的设置
console_organization_policy_required = 必需
console_organization_age = 登录的最长有效时间（秒）
console_organization_age_hint = 60 到 31536000 秒。留空则按服务器和应用的设置。
console_organization_provider = 其域名的身份提供商
console_organization_provider_hint = 身份提供商的标识符。已验证域名的地址在那里登录，在此处不使用密码或邮件。
