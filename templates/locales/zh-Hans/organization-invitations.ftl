# Invitations into organizations.

invitation_into = 您将成为 { $name } 的成员。
invitation_into_owner = 您将成为 { $name } 的所有者。
mail_invitation_into = 组织
token_withdrawn_title = 此邀请已失效
token_withdrawn = 您受邀加入的组织已不存在，或邀请您的人不能再邀请他人加入。请向其索取新的邀请。
console_invite_into_effect = 通过电子邮件向每个人发送链接。接受者即加入组织。
console_invite_into = 组织（可选）
console_invite_into_hint = 组织的短名称。接受者即加入该组织。
console_invite_into_unknown = 没有您可以邀请加入的组织 { $name }。未邀请任何人。
console_invite_app_roles = 角色（可选）
console_invite_roles = 组织中的角色（可选）
console_invite_roles_hint = 每行一个：应用的标识符、空格、角色名称。
console_invite_roles_wrong = { $line } 不是应用和角色。未邀请任何人。
console_invite_organization = 组织
console_organization_invitations = 待接受的邀请
console_organization_invitations_none = 没有等待答复的邀请。
