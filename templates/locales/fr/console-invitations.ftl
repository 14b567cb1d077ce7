# Les invitations dans la console.

console_nav_invitations = Invitations
console_invitations_hint = Voir qui a été invité, et qui a accepté.
console_invitations_none = Personne n’a encore été invité. Invitez des personnes : chacune crée son compte par le lien reçu par e-mail.
console_invitation_open = En attente de réponse
console_invitation_accepted = Acceptée
console_invitation_expired = Expirée
console_invitation_revoked = Révoquée
console_invitation_sent = Envoyée
console_invitation_again = Renvoyer l’invitation
console_invitation_again_effect = Envoie par e-mail un nouveau lien, valable aussi longtemps que le premier. Le lien précédent ne fonctionne plus.
console_invitation_revoke = Révoquer l’invitation
console_invitation_revoke_effect = Son lien ne fonctionne plus.
