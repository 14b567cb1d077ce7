# 控制台中的邀请。

console_nav_invitations = 邀请
console_invitations_hint = 查看邀请了谁，以及谁已接受。
console_invitations_none = 尚未邀请任何人。邀请后，每个人通过电子邮件中的链接创建自己的账户。
console_invitation_open = 等待答复
console_invitation_accepted = 已接受
console_invitation_expired = 已过期
console_invitation_revoked = 已撤销
console_invitation_sent = 发送时间
console_invitation_again = 重新发送邀请
console_invitation_again_effect = 通过电子邮件发送新链接，有效期与第一个相同。之前的链接将失效。
console_invitation_revoke = 撤销邀请
console_invitation_revoke_effect = 其链接将失效。
