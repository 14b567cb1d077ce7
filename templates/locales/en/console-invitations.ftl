# Invitations in the console.

console_nav_invitations = Invitations
console_invitations_hint = See who was invited, and who has accepted.
console_invitations_none = Nobody was invited yet. Invite people, and each of them makes their account by the link in an email.
console_invitation_open = Waiting for an answer
console_invitation_accepted = Accepted
console_invitation_expired = Expired
console_invitation_revoked = Revoked
console_invitation_sent = Sent
console_invitation_again = Send invitation again
console_invitation_again_effect = Emails a new link, which is good for as long as the first one was. The link before works no more.
console_invitation_revoke = Revoke invitation
console_invitation_revoke_effect = Its link works no more.
