# The settings of an app, on the tabs of its page.

console_app_tab_basics = L’application
console_app_tab_sign_in = Connexion
console_app_tab_tokens = Jetons et claims
console_app_tab_sign_out = Déconnexion
console_app_tab_access = Qui peut l’utiliser
console_setting_default = Non défini
console_setting_example = Par exemple :
console_settings_change = Modifier ces paramètres
console_settings_change_effect = S’applique dès la prochaine requête de l’application. Un champ vide rétablit la valeur par défaut d’un paramètre.
