# Invitations into organizations.

invitation_into = { $name } のメンバーになります。
invitation_into_owner = { $name } のオーナーになります。
mail_invitation_into = 組織
token_withdrawn_title = この招待は無効になりました
token_withdrawn = 招待された組織が存在しないか、招待した人がその組織に招待できなくなりました。新しい招待を依頼してください。
console_invite_into_effect = それぞれにリンクをメールで送ります。承諾した人は組織に入ります。
console_invite_into = 組織（任意）
console_invite_into_hint = 組織の短い名前。承諾した人はその組織に入ります。
console_invite_into_unknown = 招待できる組織 { $name } はありません。誰も招待されませんでした。
console_invite_app_roles = ロール（任意）
console_invite_roles = 組織でのロール（任意）
console_invite_roles_hint = 1行に1つ: アプリの識別子、空白、ロールの名前。
console_invite_roles_wrong = { $line } はアプリとロールではありません。誰も招待されませんでした。
console_invite_organization = 組織
console_organization_invitations = 保留中の招待
console_organization_invitations_none = 回答待ちの招待はありません。
