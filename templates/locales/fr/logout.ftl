sign_out_page = Se déconnecter · { $organization }
sign_out_title_everywhere = Se déconnecter partout ?
sign_out_title_accounts = Se déconnecter ?
sign_out_asked_by = { $app } demande à vous déconnecter.
sign_out_signed_in_as = Vous êtes connecté en tant que { $user }.
sign_out_effect = Vous serez déconnecté de toutes les applications ouvertes avec ce compte dans ce navigateur.
sign_out_everywhere = Se déconnecter partout
sign_out_this = Déconnecter { $user }
sign_out_all = { $count ->
    [one] Déconnecter { $count } compte
   *[other] Déconnecter les { $count } comptes
}
sign_out_fault = Ce lien de déconnexion ne fonctionne pas comme l’application le prévoyait : nous n’avons pas pu vérifier où il doit vous mener. Vous pouvez tout de même vous déconnecter et rester ici. Le développeur de l’application peut corriger le lien.
sign_out_stay = Rester connecté

signed_out_page = Déconnecté · { $organization }
signed_out_title = Vous êtes déconnecté
signed_out = Pour réutiliser une application, ouvrez-la et connectez-vous.
signed_out_account = Ce compte est déconnecté de toutes les applications.
signed_out_others = Toujours connecté dans ce navigateur : { $users }.
signed_out_sign_in = Se reconnecter
signed_out_to_app = Accéder à { $app }
signed_out_choose = Choisir un compte

signing_out = Nous vous déconnectons de vos applications. Pour en réutiliser une, ouvrez-la et connectez-vous.
signing_out_then_back = Nous vous déconnectons de vos applications, puis nous vous ramenons.
signing_out_continue = Continuer
signing_out_frame = Déconnexion d’une application
