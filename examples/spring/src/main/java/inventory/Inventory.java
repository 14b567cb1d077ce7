package inventory;

import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@EnableMethodSecurity
@RestController
public class Inventory {
  public static void main(String[] arguments) {
    SpringApplication.run(Inventory.class, arguments);
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http) throws Exception {
    return http
        .authorizeHttpRequests(requests -> requests.requestMatchers("/").permitAll().anyRequest().authenticated())
        .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
        .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(csrf -> csrf.disable()) // A browser adds no access token by itself, so there is nothing to forge.
        .build();
  }

  @GetMapping("/")
  String home() {
    return "Inventory";
  }

  @GetMapping("/items")
  @PreAuthorize("hasAuthority('inventory.read')")
  Map<String, Object> items(@AuthenticationPrincipal Jwt user) {
    return Map.of("items", List.of("lamp"), "user", user.getSubject());
  }

  @PostMapping("/items")
  @PreAuthorize("hasAuthority('inventory.write')")
  Map<String, Object> add() {
    return Map.of("added", true);
  }

  @PostMapping("/close")
  @PreAuthorize("hasRole('manager')")
  Map<String, Object> close() {
    return Map.of("closed", true);
  }
}
