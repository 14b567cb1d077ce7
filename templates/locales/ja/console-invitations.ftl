# コンソールの招待。

console_nav_invitations = 招待
console_invitations_hint = 招待した人と、承諾した人を確認します。
console_invitations_none = まだ誰も招待していません。招待すると、それぞれがメールのリンクからアカウントを作成します。
console_invitation_open = 返事待ち
console_invitation_accepted = 承諾済み
console_invitation_expired = 期限切れ
console_invitation_revoked = 取り消し済み
console_invitation_sent = 送信
console_invitation_again = 招待をもう一度送信
console_invitation_again_effect = 最初と同じ期間有効な新しいリンクをメールで送ります。前のリンクは使えなくなります。
console_invitation_revoke = 招待を取り消す
console_invitation_revoke_effect = リンクは使えなくなります。
