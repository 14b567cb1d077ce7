package inventory;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.PS256;
import static com.nimbusds.jose.JWSAlgorithm.RS256;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;

/** Checks access tokens of Doorward (RFC 9068) by its key set alone. */
@Configuration
class AccessTokens {
  /** Keys that the API has are used for five minutes, then read again; what was read stays while Doorward cannot be reached. */
  @Bean
  JwtDecoder jwtDecoder(@Value("${ISSUER}") String issuer, @Value("${AUDIENCE}") String audience) throws MalformedURLException {
    var keys = JWKSourceBuilder.<SecurityContext>create(URI.create(issuer + "/.well-known/jwks.json").toURL())
        .cache(300_000, 15_000)
        // A token with an unknown key leads to a reading, but to no more than two in this time, whoever sends how many.
        .rateLimited(10_000)
        .outageTolerantForever()
        .build();
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt")));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(Set.of(RS256, ES256, PS256), keys));
    // The validators below do it.
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    var decoder = new NimbusJwtDecoder(processor);
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
        new JwtTimestampValidator(Duration.ofSeconds(5)),
        new JwtIssuerValidator(issuer),
        new JwtClaimValidator<List<String>>("aud", names -> names != null && names.contains(audience)),
        new JwtClaimValidator<Instant>("exp", Objects::nonNull),
        new JwtClaimValidator<String>("sub", Objects::nonNull)));
    return token -> {
      try {
        return decoder.decode(token);
      } catch (BadJwtException wrong) {
        throw wrong;
      } catch (JwtException unknown) {
        // The key is unknown, and Doorward was asked a moment ago or is away: 401, not 500.
        throw new BadJwtException("nobody knows the key", unknown);
      }
    };
  }

  @Bean
  JwtAuthenticationConverter authorities() {
    var converter = new JwtAuthenticationConverter();
    converter.setJwtGrantedAuthoritiesConverter(token -> {
      List<GrantedAuthority> granted = new ArrayList<>();
      permissions(token).forEach(name -> granted.add(new SimpleGrantedAuthority(name)));
      names(token, "roles").forEach(name -> granted.add(new SimpleGrantedAuthority("ROLE_" + name)));
      return granted;
    });
    return converter;
  }

  /** What a user may do comes from their roles; what a service may do, which acts for itself, is its scope. */
  private static List<String> permissions(Jwt token) {
    if (token.getSubject().equals(token.getClaims().get("client_id"))) {
      return Arrays.asList(Objects.toString(token.getClaims().get("scope"), "").split(" "));
    }
    return names(token, "permissions");
  }

  private static List<String> names(Jwt token, String claim) {
    return token.getClaims().get(claim) instanceof List<?> names ? names.stream().map(Object::toString).toList() : List.of();
  }
}
