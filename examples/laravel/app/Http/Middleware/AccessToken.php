<?php

namespace App\Http\Middleware;

use Closure;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Cache;
use Illuminate\Support\Facades\Http;
use phpseclib3\Crypt\EC\Formats\Signature\ASN1;
use phpseclib3\Crypt\PublicKeyLoader;
use phpseclib3\Crypt\RSA;
use phpseclib3\Math\BigInteger;
use Symfony\Component\HttpFoundation\Response;
use Throwable;

/** Checks access tokens of Doorward (RFC 9068) by its key set alone, and answers as RFC 6750 says. */
class AccessToken
{
    // A token with an unknown key leads to a reading of the key set, at most once in these seconds, whoever sends how many.
    private const COOLDOWN = 10;
    // A key that was taken out of the key set is forgotten after these seconds.
    private const REFRESH = 300;
    // What clocks may differ by.
    private const LEEWAY = 5;

    /** Lets in whoever has this permission or this role. */
    public function handle(Request $request, Closure $next, string $kind, string $name): Response
    {
        if (! preg_match('/^Bearer +(\S+)$/iD', $request->header('Authorization', ''), $bearer)) {
            return $this->refuse(401, 'Bearer');
        }
        try {
            $claims = $this->claims($bearer[1]);
        } catch (Throwable) {
            $claims = null;
        }
        if ($claims === null) {
            return $this->keys() ? $this->refuse(401, 'Bearer error="invalid_token"') : $this->refuse(503, 'Bearer');
        }
        $has = $kind === 'role' ? $this->names($claims['roles'] ?? null) : $this->permissions($claims);
        if (! in_array($name, $has, true)) {
            return $this->refuse(403, 'Bearer error="insufficient_scope"');
        }
        $request->attributes->set('claims', $claims);

        return $next($request);
    }

    /** The claims of a token that holds. */
    private function claims(string $token): ?array
    {
        [$head, $body, $signature] = explode('.', $token);
        $header = json_decode($this->decode($head), true, flags: JSON_THROW_ON_ERROR);
        $type = strtolower($header['typ'] ?? '');
        $key = $this->key($header['kid'] ?? '');
        if (! in_array($type, ['at+jwt', 'application/at+jwt'], true) || $key === null || ! $this->isSigned("$head.$body", $this->decode($signature), $header['alg'], $key)) {
            return null;
        }
        $claims = json_decode($this->decode($body), true, flags: JSON_THROW_ON_ERROR);
        $holds = ($claims['iss'] ?? null) === config('app.issuer')
            && in_array(config('app.audience'), (array) ($claims['aud'] ?? []), true)
            && is_string($claims['sub'] ?? null)
            && is_numeric($claims['exp'] ?? null) && time() < $claims['exp'] + self::LEEWAY
            && ($claims['nbf'] ?? 0) <= time() + self::LEEWAY;

        return $holds ? $claims : null;
    }

    /** The algorithm is that of the key, whatever else the token says: not "none", and not HS256 with the public key as its secret. */
    private function isSigned(string $signed, string $signature, string $algorithm, array $jwk): bool
    {
        if (($jwk['alg'] ?? null) !== $algorithm) {
            return false;
        }
        $key = PublicKeyLoader::loadPublicKey(json_encode($jwk));

        return match ($algorithm) {
            'RS256' => $key->withHash('sha256')->withPadding(RSA::SIGNATURE_PKCS1)->verify($signed, $signature),
            'PS256' => $key->withHash('sha256')->withMGFHash('sha256')->withPadding(RSA::SIGNATURE_PSS)->verify($signed, $signature),
            'ES256' => $key->withHash('sha256')->verify($signed, $this->asn1($signature)),
            'EdDSA' => $key->verify($signed, $signature),
        };
    }

    /** A JWT has the two numbers of an ES256 signature one after the other (RFC 7518 section 3.4). */
    private function asn1(string $signature): string
    {
        $numbers = str_split($signature, 32);

        return count($numbers) === 2 ? ASN1::save(new BigInteger($numbers[0], 256), new BigInteger($numbers[1], 256)) : '';
    }

    private function key(string $kid): ?array
    {
        $keys = $this->keys();
        if (! isset($keys[$kid]) || Cache::add('doorward.refresh', true, self::REFRESH)) {
            $keys = $this->read() ?? $keys;
        }

        return $keys[$kid] ?? null;
    }

    private function keys(): array
    {
        return Cache::get('doorward.keys', []);
    }

    /** What was read stays while Doorward cannot be reached. */
    private function read(): ?array
    {
        // Of requests at the same time, one reads.
        if (! Cache::add('doorward.cooldown', true, self::COOLDOWN)) {
            return null;
        }
        try {
            $keys = Http::timeout(5)->get(config('app.issuer').'/.well-known/jwks.json')->throw()->collect('keys')->keyBy('kid')->all();
        } catch (Throwable $problem) {
            report($problem);

            return null;
        }
        Cache::forever('doorward.keys', $keys);

        return $keys;
    }

    /** What a user may do comes from their roles; what a service may do, which acts for itself, is its scope. */
    private function permissions(array $claims): array
    {
        return $claims['sub'] === ($claims['client_id'] ?? null) ? explode(' ', $claims['scope'] ?? '') : $this->names($claims['permissions'] ?? null);
    }

    /** A text is no list: "inventory.reader" contains "inventory.read". */
    private function names(mixed $claim): array
    {
        return is_array($claim) ? $claim : [];
    }

    private function decode(string $part): string
    {
        return base64_decode(strtr($part, '-_', '+/'), true) ?: '';
    }

    private function refuse(int $status, string $challenge): Response
    {
        return new Response('', $status, ['WWW-Authenticate' => $challenge]);
    }
}
