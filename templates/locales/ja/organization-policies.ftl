# What holds while somebody signs in for an organization.

console_organization_policy_change = サインインを変更
console_organization_policy_effect = 組織への次のサインインから適用されます。サーバー、アプリ、組織の要求のうち最も厳しいものが適用されます。
console_organization_policy_default = サーバーとアプリの設定に従う
console_organization_policy_required = 必須
console_organization_age = サインインの最大経過時間（秒）
console_organization_age_hint = 60～31536000秒。サーバーとアプリの設定に従う場合は空欄にしてください。
console_organization_provider = ドメインのIDプロバイダー
console_organization_provider_hint = IDプロバイダーの識別子。確認済みドメインのアドレスはそこでサインインし、ここではパスワードやメールを使いません。
