error_detail = Détails techniques pour le développeur de l’application
error_reference = Référence { $reference }

error_try_again = Réessayez. Si le problème persiste, communiquez la référence ci-dessous à votre administrateur.
error_start_again = Revenez à l’application et recommencez.
error_open_again = Rouvrir la page
error_to_apps = Accéder à vos applications
error_to_accounts = Choisir un compte
error_developer = Vous n’avez rien fait de mal. Le développeur de l’application peut résoudre ce problème.

error_bad_request_title = Nous n’avons pas pu lire cette demande
error_bad_request = La demande envoyée par votre navigateur était incomplète ou endommagée.
error_bad_request_remedy = Revenez en arrière et réessayez.

error_app_request = L’application a envoyé une demande que nous ne pouvons pas lire.
error_refused = La demande de l’application a été refusée.

error_account_gone_title = Ce compte est déconnecté
error_account_gone = Vous n’êtes plus connecté au compte que vous avez choisi.
error_account_gone_remedy = Revenez en arrière et choisissez un autre compte, ou reconnectez-vous.

error_proxy = Seul un proxy inverse peut utiliser cette adresse, et le proxy n’a pas envoyé l’adresse et la méthode de la requête d’origine.
error_proxy_remedy = L’administrateur du proxy peut résoudre ce problème. Le guide se trouve dans docs/guides/forward-auth.md.

error_form_title = Ce formulaire a expiré
error_form = Il est trop ancien, a été ouvert dans un autre navigateur, ou les cookies sont bloqués.
error_form_remedy = Rouvrez la page. Si cela se reproduit, autorisez les cookies pour ce site.

error_forbidden_title = Vous n’avez pas accès
error_forbidden = Le compte que vous utilisez ne permet pas d’ouvrir cette page.
error_forbidden_remedy = Si vous avez besoin d’un accès, demandez à votre administrateur. Vous pouvez aussi revenir en arrière et utiliser un autre compte.

error_unavailable_title = Nous rencontrons un problème
error_unavailable = Le serveur est surchargé ou ne peut pas joindre sa base de données.
error_unavailable_remedy = Patientez quelques secondes, puis réessayez.

error_out_of_date_title = Nous ne pouvons pas poursuivre cette connexion
error_out_of_date = Elle a commencé dans un autre navigateur, son adresse est incomplète, ou les cookies sont bloqués.
error_out_of_date_remedy = Rouvrez l’application. Si cela se reproduit, autorisez les cookies pour ce site.

error_limited_title = Trop de tentatives
error_limited = Il y a eu trop de tentatives depuis votre réseau.
error_limited_remedy = { $seconds ->
    [one] Patientez { $seconds } seconde, puis réessayez.
   *[other] Patientez { $seconds } secondes, puis réessayez.
}

error_internal_title = Un problème est survenu de notre côté
error_internal = Nous n’avons pas pu traiter votre demande. Rien n’a été modifié.

error_not_found_title = Page introuvable
error_not_found = Aucune page n’existe à cette adresse.
error_not_found_remedy = Vérifiez l’adresse, ou accédez à vos applications.

address_title = Demande de connexion refusée
address_remedy = Vous n’avez rien fait de mal. Le développeur de l’application peut résoudre ce problème : la demande doit correspondre à l’enregistrement de l’application.
address_client_missing = L’application n’a pas envoyé son identifiant client.
address_client_unknown = L’application n’est pas enregistrée ici, ou elle est désactivée.
address_redirect_uri_missing = L’application n’a pas envoyé l’adresse de retour.
address_redirect_uri_unregistered = L’application veut vous envoyer à une adresse qui n’est pas enregistrée pour elle.
address_repeated = L’application a envoyé deux valeurs différentes pour son identité ou son adresse.
address_request_object = La demande signée de l’application n’a pas pu être vérifiée.
address_unusable = L’application a envoyé un élément que nous ne pouvons pas lire.

form_post_page = Retour à l’application
form_post_title = Un instant
form_post = Nous vous ramenons à l’application.
form_post_continue = Continuer vers l’application
web_message = Nous transmettons le résultat à l’application. Si rien ne se passe, fermez cette fenêtre et revenez à l’application.
