"""Spring Security in a Spring Boot app, from Maven Central."""

PRESET = "spring-security"
INSTALLS = ["spring"]
SHOWS = "Signed in as ada"


def start(place):
    place.write("application.yaml", place.snippet)
    options = [*place.trust.java_options(), "-XX:TieredStopAtLevel=1", f"-Dserver.port={place.port}"]
    place.start(["java", *options, "-Dserver.address=127.0.0.1", "-jar", place.tools.spring])
    place.wait(place.url + "/login")


def sign_in(place, user):
    return user.open(place.url + "/").text
