mail_footer = Envoyé par { $organization }, { $issuer }
mail_link_as_text = Si le bouton ne fonctionne pas, ouvrez cette adresse dans votre navigateur :

mail_device = Appareil
mail_place = Lieu
mail_time = Date et heure
mail_asked_title = Demandé depuis

mail_sign_up_subject = Confirmez votre adresse e-mail pour { $name }
mail_sign_up_title = Confirmez votre adresse e-mail
mail_sign_up_text = Saisissez ce code pour terminer la création de votre compte { $name } :
mail_sign_up_button = Confirmer l’adresse
mail_sign_up_valid = Le code et le lien fonctionnent une seule fois, pendant 24 heures.
mail_sign_up_not_you = Si vous n’avez pas créé de compte, ignorez cet e-mail et n’utilisez pas son lien. Rien ne se passe sans le code ou le lien.

mail_account_exists_subject = Vous avez déjà un compte { $name }
mail_account_exists_title = Vous avez déjà un compte
mail_account_exists_text = Quelqu’un a essayé de créer un compte { $name } avec cette adresse e-mail. Vous en avez déjà un : vous pouvez donc vous connecter.
mail_account_exists_button = Se connecter
mail_account_exists_reset = Si vous avez oublié votre mot de passe, choisissez-en un nouveau :
mail_account_exists_not_you = Si ce n’était pas vous, ignorez cet e-mail. Rien n’a changé.

mail_verify_subject = Confirmez votre adresse e-mail pour { $name }
mail_verify_title = Confirmez votre adresse e-mail
mail_verify_text = Saisissez ce code pour confirmer cette adresse pour votre compte { $name } :
mail_verify_button = Confirmer l’adresse
mail_verify_valid = Le code et le lien fonctionnent une seule fois, pendant 24 heures.
mail_verify_not_you = Si vous n’êtes pas à l’origine de cette demande, ignorez cet e-mail et n’utilisez pas son lien. L’adresse n’est pas utilisée sans le code ou le lien.

mail_reset_subject = Choisissez un nouveau mot de passe pour { $name }
mail_reset_title = Choisissez un nouveau mot de passe
mail_reset_text = Quelqu’un a demandé à remplacer le mot de passe de votre compte { $name }.
mail_reset_button = Choisir un nouveau mot de passe
mail_reset_valid = Le lien fonctionne une seule fois, pendant une heure.
mail_reset_not_you = Si ce n’était pas vous, ignorez cet e-mail. Votre mot de passe reste inchangé.

mail_code_subject = Votre code de connexion à { $name }
mail_code_title = Votre code de connexion
mail_code_text = Saisissez ce code pour vous connecter à { $name } :
mail_code_valid = Le code fonctionne une seule fois, pendant 10 minutes.
mail_code_or_link = Ou utilisez ce lien dans le navigateur où vous l’avez demandé.
mail_code_and_link_valid = Le code et le lien fonctionnent une fois, pendant 10 minutes.
mail_code_warning = Ne communiquez jamais ce code à qui que ce soit. Nous ne le demandons ni par téléphone, ni par chat, ni par e-mail.
mail_code_not_you = Si vous n’avez pas essayé de vous connecter, ignorez cet e-mail. Personne ne peut se connecter sans le code.
mail_link_subject = Votre lien de connexion à { $name }
mail_link_title = Se connecter à { $name }
mail_link_text = Utilisez ce lien dans le navigateur où vous l’avez demandé.
mail_link_button = Se connecter
mail_link_valid = Le lien fonctionne une seule fois, pendant 10 minutes.
mail_link_not_you = Si vous n’avez pas essayé de vous connecter, ignorez cet e-mail. Personne ne peut se connecter sans le lien.

mail_invitation_subject = Vous êtes invité à rejoindre { $name }
mail_invitation_title = Vous êtes invité à rejoindre { $name }
mail_invitation_text = Vous pouvez créer votre compte { $name }, ou vous connecter avec un compte existant.
mail_invitation_text_by = { $inviter } vous invite à rejoindre { $name }. Vous pouvez créer votre compte, ou vous connecter avec un compte existant.
mail_invitation_apps = Applications
mail_invitation_button = Accepter l’invitation
mail_invitation_valid = L’invitation expire le { $time }.
mail_invitation_not_you = Si vous ne savez pas de quoi il s’agit, ignorez cet e-mail. Aucun compte n’est créé sans vous.

mail_not_me_button = Ce n’était pas moi
mail_not_me_explained = Si ce n’était pas vous, dites-le-nous. Nous vous déconnectons partout, et votre mot de passe ne fonctionne plus tant que vous n’en avez pas choisi un nouveau.
mail_was_me = Si c’était vous, vous n’avez rien à faire.

mail_address_changed_subject = Votre adresse e-mail pour { $name } a été modifiée
mail_address_changed_title = Votre adresse e-mail a été modifiée
mail_address_changed_text = Votre compte { $name } utilise maintenant { $address }. Les e-mails y seront désormais envoyés.
mail_address_changed_button = Annuler la modification
mail_address_changed_explained = Si ce n’était pas vous, annulez la modification. Vous pouvez le faire pendant 7 jours.
mail_address_replaced_text = Votre compte { $name } utilise maintenant { $address }. Un administrateur, ou un service qui gère votre compte, a fait cette modification.
mail_address_replaced_explained = Les e-mails y seront désormais envoyés, et les liens envoyés à cette adresse ne fonctionnent plus. Si vous ne vous y attendiez pas, adressez-vous aux responsables de { $name }.
mail_address_proven_subject = Votre adresse e-mail pour { $name } est confirmée
mail_address_proven_title = Votre adresse e-mail est confirmée
mail_address_proven_text = L’adresse de votre compte { $name } a été confirmée pour la première fois. Un mot de passe, des clés d’accès et des comptes associés configurés auparavant ne connectent plus personne, et tous les appareils ont été déconnectés. Configurez de nouveau ce qui est à vous.

mail_new_device_subject = Nouvelle connexion à votre compte { $name }
mail_new_device_title = Nouvelle connexion à votre compte
mail_new_device_text = Votre compte { $name } a été utilisé dans un navigateur que nous ne connaissions pas encore.

mail_password_changed_subject = Votre mot de passe pour { $name } a été modifié
mail_password_changed_title = Votre mot de passe a été modifié
mail_password_changed_text = Le mot de passe de votre compte { $name } a été modifié, et vos autres appareils ont été déconnectés.

mail_guessed_subject = De nombreux mots de passe erronés pour votre compte { $name }
mail_guessed_title = Quelqu’un a saisi de nombreux mots de passe erronés
mail_guessed_text = 100 mots de passe erronés de suite ont été saisis pour votre compte { $name }. Pour que personne ne puisse continuer à deviner, votre mot de passe seul ne vous connecte plus que dans les navigateurs où vous vous êtes déjà connecté.
mail_guessed_explained = Partout ailleurs, choisissez un nouveau mot de passe ou connectez-vous autrement, par exemple avec une clé d’accès. Cela prend fin lorsque vous choisissez un nouveau mot de passe ou vous connectez avec le vôtre dans un navigateur que vous avez déjà utilisé.

mail_factor_subject = Les méthodes de connexion à votre compte { $name } ont changé
mail_factor_text = Les méthodes de connexion à votre compte { $name } ont changé.
mail_passkey_added = Une clé d’accès a été ajoutée à votre compte
mail_passkey_removed = Une clé d’accès a été supprimée de votre compte
mail_security_key_added = Une clé de sécurité a été ajoutée à votre compte
mail_security_key_removed = Une clé de sécurité a été supprimée de votre compte
mail_authenticator_added = Une application d’authentification a été ajoutée à votre compte
mail_authenticator_removed = L’application d’authentification a été supprimée de votre compte
mail_recovery_codes_added = De nouveaux codes de récupération ont été créés pour votre compte
mail_password_removed = Le mot de passe de votre compte a été supprimé
mail_recovery_codes_removed = Les codes de récupération de votre compte ont été supprimés
mail_connected_added = { $provider } a été associé à votre compte
mail_connected_removed = { $provider } a été dissocié de votre compte
mail_code_given = Un administrateur a créé un code à usage unique pour votre compte

mail_recovery_subject = Quelqu’un demande à retrouver l’accès à votre compte { $name }
mail_recovery_title = Quelqu’un demande à retrouver l’accès à votre compte
mail_recovery_text = Quelqu’un affirme avoir perdu la deuxième étape de connexion à votre compte { $name }. Cette personne pourra se connecter sans elle à partir du { $time }, sauf si vous refusez.
mail_recovery_button = Refuser
mail_recovery_explained = Si ce n’était pas vous, refusez maintenant et changez votre mot de passe.
mail_recovery_ready_subject = Vous pouvez retrouver l’accès à votre compte { $name }
mail_recovery_ready_title = Vous pouvez retrouver l’accès à votre compte
mail_recovery_ready_text = Personne n’a refusé votre demande. Désactivez la validation en deux étapes, puis connectez-vous et configurez-la de nouveau.
mail_recovery_ready_button = Désactiver la validation en deux étapes
mail_recovery_ready_valid = Le lien fonctionne une seule fois, jusqu’au { $time }.
mail_recovery_ready_not_you = Si vous n’avez rien demandé, n’utilisez pas le lien et changez votre mot de passe.

mail_deletion_subject = Votre compte { $name } va être supprimé
mail_deletion_title = Votre compte va être supprimé
mail_deletion_text = Votre compte { $name } et tout son contenu seront supprimés le { $time }. D’ici là, vous pouvez changer d’avis.
mail_deletion_button = Conserver mon compte
mail_deletion_explained = Si ce n’était pas vous, conservez votre compte et changez votre mot de passe.

mail_deleted_subject = Votre compte chez { $name } est supprimé
mail_deleted_title = Votre compte est supprimé
mail_deleted_text = Votre compte chez { $name } et tout son contenu ont été supprimés le { $time }. Vous n’aurez plus de nouvelles de notre part.

mail_test_subject = E-mail de test de { $name }
mail_test_title = Cet e-mail est bien arrivé
mail_test_text = Un administrateur de { $name } l’a envoyé le { $time } pour vérifier que les e-mails arrivent. Vous n’avez rien à faire.

dev_mail_page = E-mails · { $organization }
dev_mail_title = E-mails
dev_mail_explained = Il n’y a pas de serveur de messagerie ici : les e-mails arrivent donc sur cette page. Les 200 derniers sont conservés dans la mémoire de ce processus jusqu’à son arrêt ; un autre processus utilisant la même base de données a les siens.
dev_mail_none = Aucun e-mail pour l’instant. Rechargez cette page après un envoi.
dev_mail_to = À { $address }
dev_mail_sent = Envoyé le { $when }
dev_mail_html = Afficher en HTML

not_me_title = Ce n’était pas vous ?
not_me_happened = Votre compte a été utilisé ou modifié le { $when }.
not_me_explained = Si ce n’était pas vous, nous vous déconnectons de tous les appareils et de toutes les applications, et votre mot de passe cesse de fonctionner. Vous en choisissez ensuite un nouveau.
not_me_button = Sécuriser mon compte
not_me_done_title = Votre compte est sécurisé
not_me_done = Vous êtes déconnecté partout, et votre ancien mot de passe ne fonctionne plus. Choisissez-en un nouveau maintenant.
not_me_done_without_password = Vous êtes déconnecté partout. Vous vous connectez avec un compte d’un autre fournisseur : changez-y aussi votre mot de passe.
not_me_factors_wait = La deuxième étape qui a été ajoutée reste en place pour l’instant, afin que personne n’entre avec vos e-mails seuls. Le { $when }, nous vous enverrons un lien qui la supprime.
not_me_factors_stay = La deuxième étape qui a été ajoutée reste en place, afin que personne n’entre avec vos e-mails seuls. Si elle n’est pas de vous, demandez à votre administrateur de la supprimer.
not_me_done_apps = La déconnexion des applications peut prendre quelques minutes. Une fois reconnecté, vérifiez les méthodes de connexion à votre compte et supprimez celles que vous ne connaissez pas.
not_me_choose_password = Choisir un nouveau mot de passe
not_me_sign_in = Se connecter
not_me_used_title = C’est déjà fait
not_me_used = Votre compte a été sécurisé après l’envoi de cet e-mail. Si vous n’avez pas choisi de nouveau mot de passe depuis, faites-le maintenant.
not_me_invalid_title = Ce lien ne fonctionne pas
not_me_invalid = Il a plus de 7 jours, ou une partie de l’adresse manque. Si vous pensez que quelqu’un d’autre utilise votre compte, choisissez un nouveau mot de passe.
