link_account_page = Associer { $provider } · { $organization }
link_account_title = Est-ce votre compte ?
link_account = Un compte existe déjà pour <strong>{ $email }</strong>. S’il vous appartient, saisissez son mot de passe pour vous connecter désormais avec { $provider }.
link_account_password = Mot de passe
link_account_submit = Associer { $provider } et se connecter
link_account_other = Utiliser une autre méthode
link_account_wrong = Ce mot de passe est incorrect. Réessayez.
link_account_missing = Saisissez le mot de passe de ce compte.
link_account_paused = Trop de tentatives infructueuses. Patientez un instant, puis réessayez.

provider_unknown = ce fournisseur

federation_failed_title = Nous n’avons pas pu vous connecter
federation_failed_with_title = Nous n’avons pas pu vous connecter avec { $provider }

federation_stale = Cette connexion est déjà terminée, a pris trop de temps ou a commencé dans un autre navigateur. Rien n’a été modifié.
federation_stale_remedy = Revenez à l’application et recommencez.

federation_not_offered = Vous ne pouvez pas vous connecter avec { $provider } ici.
federation_not_offered_remedy = Utilisez une autre méthode. Votre administrateur décide de celles qui sont disponibles.

federation_denied = La connexion a été annulée ou n’a pas été autorisée chez { $provider }.
federation_denied_remedy = Réessayez, ou utilisez une autre méthode.

federation_unreachable = { $provider } ne répond pas.
federation_unreachable_remedy = Patientez une minute et réessayez, ou utilisez une autre méthode.

federation_busy = La connexion avec { $provider } est très sollicitée en ce moment.
federation_busy_remedy = Patientez une minute et réessayez, ou utilisez une autre méthode.

federation_misconfigured = { $provider } a rejeté notre demande. Les paramètres définis ici sont peut-être obsolètes.
federation_misconfigured_remedy = Utilisez une autre méthode pour le moment. Communiquez la référence ci-dessous à votre administrateur afin qu’il puisse résoudre ce problème.

federation_invalid = Nous n’avons pas pu vérifier la réponse de { $provider }.
federation_invalid_remedy = Réessayez, ou utilisez une autre méthode. Si le problème persiste, communiquez la référence ci-dessous à votre administrateur.

federation_unreadable = Nous n’avons pas pu vérifier la réponse de { $provider } : elle n’indique pas qui vous êtes.
federation_unreadable_remedy = Utilisez une autre méthode pour le moment. Communiquez la référence ci-dessous à votre administrateur afin qu’il puisse résoudre ce problème.

federation_not_admitted = Le compte { $provider } que vous avez utilisé n’est pas accepté ici.
federation_not_admitted_remedy = Utilisez le compte de votre organisation, ou une autre méthode.

federation_no_account = Votre compte { $provider } n’est associé à aucun compte ici.
federation_known_email = Votre compte { $provider } n’est pas associé ici, mais un compte avec la même adresse e-mail existe peut-être déjà.
federation_connect_remedy = Si vous avez un compte ici, connectez-vous comme d’habitude et associez { $provider } depuis la page de votre compte. Sinon, demandez un compte à votre administrateur.

federation_link_only = { $provider } est associé à des comptes ici, mais ne permet pas de se connecter.
federation_link_only_remedy = Utilisez une autre méthode.

federation_disabled = Votre compte est désactivé.
federation_disabled_remedy = Votre administrateur peut le réactiver.

federation_linked_title = Ce compte est déjà associé
federation_linked = Ce compte { $provider } est déjà associé à un autre compte ici. Rien n’a été modifié.
federation_linked_remedy = Si l’autre compte vous appartient aussi, connectez-vous-y et dissociez d’abord { $provider }.

last_method_title = Vous ne pouvez pas dissocier votre seule méthode de connexion
last_method = Sans elle, vous ne pourriez plus vous connecter à ce compte.
last_method_remedy = Associez d’abord une autre méthode.

use_another_method = Utiliser une autre méthode
back_to_account = Retour à votre compte
