"""mod_auth_openidc in Apache, from Debian, around a page that shows who is there."""

PRESET = "mod-auth-openidc"
INSTALLS = ["apache"]
SHOWS = "ada@example.com"

APACHE = """\
ServerRoot {folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
DocumentRoot {folder}/site
User www-data
Group www-data
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
LoadModule include_module /usr/lib/apache2/modules/mod_include.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule auth_openidc_module /usr/lib/apache2/modules/mod_auth_openidc.so
OIDCCABundlePath {authority}
<Directory {folder}/site>
  Options Includes
  ForceType text/html
  SetOutputFilter INCLUDES
  DirectoryIndex index.shtml
</Directory>
"""


def start(place):
    place.folder.chmod(0o755)
    place.write("site/index.shtml", 'Signed in: <!--#echo var="OIDC_CLAIM_email" -->\n')
    own = APACHE.format(folder=place.folder, port=place.port, authority=place.trust.authority)
    place.write("apache.conf", own + place.snippet)
    place.start(["/usr/sbin/apache2", "-f", place.folder / "apache.conf", "-D", "FOREGROUND"])
    place.wait(place.url + "/")


def sign_in(place, user):
    return user.open(place.url + "/").text


def sign_out(place, user):
    user.sign_out_there(place.url, "/oidc/redirect_uri", params={"logout": place.url + "/"})
