"""The cases of a meta-analysis oracle in terms of `preex.meta`; names of fields are those of R's metafor."""

import re

import numpy as np

from preex.meta import (
    bayes,
    bias,
    changes,
    conversions,
    dependence,
    groups,
    heterogeneity,
    multilevel,
    multivariate,
    robust,
    selection,
    sensitivity,
)
from preex.meta import regression as reg
from preex.meta.heterogeneity import Data
from preex.meta.information import criteria
from preex.meta.names import COMMON, METHODS
from preex.meta.pooling import prediction_interval, random_effects
from preex.meta.weighted import intercept

RHO_GRID = (0.3, 0.6)  # of aggregation, where a case names none
FLIPPED = 12  # most effects whose signs are all tried


def core(r):
    fields = {"estimate": r.mu, "se": r.se, "stat": r.statistic, "pval": r.p, "ci_lb": r.ci_low, "ci_ub": r.ci_high}
    fields |= {"tau2": r.tau2, "se_tau2": r.tau2_se, "I2": 100 * r.i2, "H2": r.h2, "QE": r.q, "QEp": r.q_p, "k": r.k}
    if r.df is not None:
        fields["df"] = r.df
    if r.pi_low is not None:
        fields |= {"pi_lb": r.pi_low, "pi_ub": r.pi_high}
    return fields


def pooled(effect, test="knha"):
    return core(random_effects(effect.yi, effect.vi, test=test))


def sizes(effect):
    return {"yi": effect.yi, "vi": effect.vi}


def effects_of(given):
    return given["yi"], given["vi"]


def information(log_likelihood, parameters, n):
    c = criteria(log_likelihood, parameters, n)
    return {"loglik": c.log_likelihood, "AIC": c.aic, "BIC": c.bic, "AICc": c.aicc}


# ------------------------------------------------------------------ one effect a study


def one_pool(given, config):
    yi, vi = effects_of(given)
    method, test, level = config.get("method", "REML"), config.get("test", "z"), config.get("level", 0.95)
    r = random_effects(yi, vi, method, test, level=level)
    out = core(r) | {"fit": fit_of(yi, vi, r)}
    if test == "knha":
        out |= {"adhoc": core(random_effects(yi, vi, method, "adhoc", level=level))} | intervals(yi, vi, r)
    if method == "REML" and r.k >= 3:
        out |= diagnostics(yi, vi, method)
    if "test" not in config and r.k <= FLIPPED:
        out |= permuted(yi, vi, method)
    return out


def fit_of(yi, vi, r):
    data = Data(np.array(yi, dtype=float), np.array(vi, dtype=float), intercept(r.k))
    reml = r.method == "REML"
    return information(data.fit(r.tau2).log_likelihood(reml=reml), 1 if r.method in COMMON else 2, r.k - reml)


def intervals(yi, vi, kh):
    """Four conventions of the prediction interval."""
    wald = random_effects(yi, vi, kh.method, "z").se
    kinds = {
        "pi_t_km1": (kh.se, kh.k - 1),
        "pi_t_km2_HTS_KHse": (kh.se, kh.k - 2),
        "pi_t_km2_HTS_Waldse": (wald, kh.k - 2),
        "pi_t_km1_Waldse": (wald, kh.k - 1),
    }
    return {
        name: prediction_interval(kh.mu, se, kh.tau2, df=df, level=kh.level) for name, (se, df) in kinds.items() if df
    }


def diagnostics(yi, vi, method):
    without = sensitivity.leave_one_out(yi, vi, method)
    i = sensitivity.influence(yi, vi, method)
    loo = {name: [core(r)[name] for r in without] for name in ("estimate", "se", "tau2", "I2")}
    loo["Q"] = [r.q for r in without]
    cases = {name: getattr(i, name) for name in ("rstudent", "dffits", "cook_d", "cov_r", "hat")}
    return {"loo": loo} | cases | {"weight_pct": 100 * i.hat}


def permuted(yi, vi, method):
    by_kh, n = sensitivity.sign_flip_p(yi, vi, method, "knha")
    by_z, _ = sensitivity.sign_flip_p(yi, vi, method, "z")
    return {"pval_perm_KHstat": by_kh, "pval_perm_zstat": by_z, "n_perm": n}


def estimators(given, config):
    return {m: core(random_effects(*effects_of(given), m, config.get("test", "z"))) for m in METHODS}


def q_profile(given, config):
    yi, vi = (np.array(one, dtype=float) for one in effects_of(given))
    data = Data(yi, vi, intercept(len(yi)))
    typical = heterogeneity.typical_variance(data)
    low, high = heterogeneity.q_profile(data, config.get("level", 0.95))
    rows = {}
    for name, tau2 in (("est", random_effects(yi, vi, config["method"]).tau2), ("lb", low), ("ub", high)):
        i2, h2 = heterogeneity.i2_h2(tau2, typical)
        rows[name] = [tau2, np.sqrt(tau2), 100 * i2, h2]
    return {"rows": ["tau^2", "tau", "I^2(%)", "H^2"]} | rows


def small_k(given, config):
    yi, vi = effects_of(given)
    out = {test: core(random_effects(yi, vi, config["method"], test)) for test in config["tests"]}
    out |= {f"{m}_knha": core(random_effects(yi, vi, m, "knha")) for m in ("DL", "PM")}
    return out | {"qprofile": q_profile(given, config)}


def cumulative(given, config):
    order, steps = sensitivity.cumulative(*effects_of(given), given["year"], config["method"], config.get("test", "z"))
    columns = {"estimate": "mu", "se": "se", "tau2": "tau2"}
    return {"order_index": [i + 1 for i in order]} | {
        name: [getattr(r, field) for r in steps] for name, field in columns.items()
    }


# ------------------------------------------------------------------ moderators


def moderators(given, config):
    asked = (given.get("pred") or {}).get("newmods") or config.get("newmods")
    return {test: regression(given, config, test, asked) for test in ("z", "knha")}


def regression(given, config, test, asked):
    terms = [one for one in re.findall(r"[\w.]+", config["formula"]) if one in given["X"]] or list(given["X"])
    X = {name: given["X"][name] for name in terms}
    r = reg.meta_regression(*effects_of(given), X, config["method"], test)
    return coefficients(r) | ({"pred": predicted(r, asked)} if asked else {})


def coefficients(r):
    out = {"estimate": r.beta, "se": r.se, "stat": r.statistic, "pval": r.p, "ci_lb": r.ci_low, "ci_ub": r.ci_high}
    out |= {"tau2": r.tau2, "se_tau2": r.tau2_se, "I2": 100 * r.i2, "H2": r.h2, "QE": r.q, "QEp": r.q_p, "k": r.k}
    out |= {"QM": r.qm, "QMp": r.qm_p, "R2": None if r.r2 is None else 100 * r.r2, "coef_names": r.names, "vb": r.cov}
    return out | ({"m_df": r.qm_df} if r.df is None else {"df": r.df, "m_df": [r.qm_df, r.df]})


def predicted(r, asked):
    rows = np.array(asked, dtype=float).reshape(len(asked), -1)
    p = r.predict(np.column_stack((np.ones(len(rows)), rows)))
    names = {"pred": p.mean, "se": p.se, "ci_lb": p.ci_low, "ci_ub": p.ci_high, "pi_lb": p.pi_low, "pi_ub": p.pi_high}
    return {"newmods": asked} | names


def subgroups(given, config):
    yi, vi = effects_of(given)
    common = reg.subgroups(yi, vi, given["group"], config["method"])
    each, q, p = reg.separate_subgroups(yi, vi, given["group"], config["method"])
    return {
        "common_tau2": {
            "levels": common.levels,
            "estimate": common.estimate,
            "se": common.se,
            "tau2": common.tau2,
            "QM_between": common.qm,
            "QM_p": common.p,
            "QM_df": common.df,
        },
        "separate_tau2": {"groups": {name: core(r) for name, r in each.items()}, "Q_between": q, "Q_between_p": p},
    }


# ------------------------------------------------------------------ small-study effects


def small_studies(given, config):
    yi, vi = effects_of(given)
    e, additive, (tau, tau_p) = bias.egger(yi, vi), bias.funnel_regression(yi, vi, test="z"), bias.begg(yi, vi)
    hc = selection.henmi_copas(yi, vi)
    out = {"egger_lm": {"stat": e.t[1], "df": e.df, "pval": e.p[1], "intercept_limit_est": e.beta[0]}}
    out["egger_lm"] |= {"ci_lb": e.ci_low[0], "ci_ub": e.ci_high[0]}
    out["regtest_rma_sei"] = {"stat": additive.statistic[1], "pval": additive.p[1], "limit_est": additive.beta[0]}
    out["regtest_rma_sei"] |= {"ci_lb": additive.ci_low[0], "ci_ub": additive.ci_high[0]}
    out["begg_kendall"] = {"tau": tau, "pval_normal": tau_p}
    out["henmi_copas"] = {"estimate": hc.mu, "se": hc.se, "ci_lb": hc.ci_low, "ci_ub": hc.ci_high}
    for name, fit in (("PET_wls", e), ("PEESE_wls", bias.peese(yi, vi))):
        out[name] = {"coef": fit.beta, "se": fit.se, "t": fit.t, "p": fit.p}
    for name, on in (("PET_reml_kh", "se"), ("PEESE_reml_kh", "variance")):
        out[name] = coefficients(bias.funnel_regression(yi, vi, on))
    side = config.get("trimfill_side", "auto")
    return out | {f"trimfill_{e}_{m}": filled(yi, vi, m, e, side) for e in ("L0", "R0") for m in ("EE", "REML")}


def filled(yi, vi, method, estimator, side):
    f = bias.trim_and_fill(yi, vi, method, estimator, side)
    out = {"k0": f.missing, "se_k0": f.missing_se, "side": f.side, "k_total": f.pool.k}
    return out | {"estimate": f.pool.mu, "se": f.pool.se, "tau2": f.pool.tau2}


def selected(given, config):
    s = selection.selection_model(*effects_of(given), config.get("alternative", "greater"), config["steps"])
    out = {"estimate": s.mu, "se": s.se, "tau2": s.tau2, "delta": [1.0, s.delta]}
    return out | {"LRT": s.lrt, "LRTp": s.lrt_p}


# ------------------------------------------------------------------ effect sizes


def two_groups(given, _):
    g = groups.two_groups(**{name: given[name] for name in ("m1", "sd1", "n1", "m2", "sd2", "n2")})
    kinds = {
        "MD": groups.mean_difference,
        "SMD": groups.standardised_difference,
        "SMDH": groups.heteroscedastic_difference,
        "ROM": groups.log_ratio,
    }
    out = {name: sizes(kind(g)) | {"pooled": pooled(kind(g))} for name, kind in kinds.items()}
    out["SMD_UB"] = sizes(groups.standardised_difference(g, "UB"))
    return out | {"ROM_corrected": sizes(groups.log_ratio(g, corrected=True))}


def pre_post_control(given, _):
    t, c = (changes.paired(*(a[f] for f in ("m_post", "m_pre", "sd_post", "sd_pre", "n", "r"))) for a in arms(given))
    out = {name: arm_by_arm(changes.CHANGES[name], t, c) for name in ("SMCR", "SMCC", "SMCRH", "MC", "ROMC")}
    d = changes.pre_post_control(t, c)
    out["dppc2"] = {"J": d.j, "sd_pooled_pre": d.sd, "yi": d.yi, "vi_simple": d.vi_simple}
    out["dppc2"] |= {"vi_morris_eq25_plugin": d.vi, "pooled_simple": pooled(groups.Effect(d.yi, d.vi_simple))}
    return out


def arms(given):
    return given["T"], given["C"]


def arm_by_arm(kind, t, c):
    each, diff = {"T": kind(t), "C": kind(c)}, kind(t) - kind(c)
    out = {f"{field}_{arm}": getattr(e, field) for arm, e in each.items() for field in ("yi", "vi")}
    return out | {"yi_diff": diff.yi, "vi_diff": diff.vi, "pooled_diff": pooled(diff)}


def crossover(given, config):
    out = {}
    for r in config["r_grid"]:
        values = given["r"] if r == "reported" else [float(r)] * len(given["n"])
        p = changes.paired(*(given[f] for f in ("m_pre", "m_trad", "sd_pre", "sd_trad", "n")), values)
        kinds = {name: changes.CHANGES[name](p) for name in ("MC", "SMCC", "ROMC", "SMCRP")}
        out[f"r_{r}"] = {name: sizes(e) | {"pooled": pooled(e)} for name, e in kinds.items()}
        out[f"r_{r}"]["ROMC_corrected"] = sizes(changes.log_ratio_change(p, corrected=True))
    return out


def converted(given, _):
    """Answer what the input asks; limits, quartiles and signs are asked under the name of their answer."""
    out = {"SMD_from_t": sizes(conversions.smd_from_t(given["t"], given["n1"], given["n2"]))}
    out["SMCC_from_paired_t"] = sizes(conversions.smcc_from_t(given["t_paired"], given["n_paired"]))
    if ask := given.get("MD_SE_from_CI_t"):
        out["MD_SE_from_CI_t"] = ask | {"se": conversions.se_from_ci(ask["ci_lb"], ask["ci_ub"], ask["df"])}
        out["SE_from_CI_normal"] = {"vi": conversions.se_from_ci(ask["ci_lb"], ask["ci_ub"]) ** 2}
    if ask := given.get("SMD_from_p_two_sided"):
        df = np.add(given["n1"], given["n2"]) - 2
        out["SMD_from_p_two_sided"] = ask | {"t": conversions.t_from_p(ask["p"], df, ask["sign"])}
    if ask := given.get("mean_sd_from_fivenum"):
        out["mean_sd_from_fivenum"] = ask | five_numbers(ask)
    return out


def five_numbers(ask):
    names = {"low": "min", "q1": "q1", "median": "median", "q3": "q3", "high": "max", "n": "n"}
    rows = ({ours: ask[theirs][i] for ours, theirs in names.items()} for i in range(len(ask["n"])))
    found = [conversions.mean_sd_from_order(**row) for row in rows]
    return {"mean": [f.mean for f in found], "sd": [f.sd for f in found]}


# ------------------------------------------------------------------ dependent effects


def levels(fit):
    out = {"estimate": fit.mu, "se": fit.se, "stat": fit.statistic, "pval": fit.p}
    out |= {"ci_lb": fit.ci_low, "ci_ub": fit.ci_high, "QE": fit.q}
    out |= {"sigma2_between": fit.between, "sigma2_within": fit.within}
    return out | {"fit": information(fit.log_likelihood, 3, fit.k - (fit.method == "REML"))}


def satterthwaite(fit):
    r = robust.cr2(fit)
    return {"se": r.se, "tstat": r.statistic, "df": r.df, "pval": r.p}


def three_levels(given, _):
    studies = dependence.blocks(*effects_of(given), given["cluster"])
    fit = multilevel.multilevel(studies)
    contain, sandwich = robust.contained(fit), robust.cr1(fit)
    shares = {"between": 100 * fit.i2_between, "within": 100 * fit.i2_within}
    return {
        "REML": levels(fit),
        "ML": levels(multilevel.multilevel(studies, "ML")),
        "REML_t_contain": {"df": contain.df, "pval": contain.p, "ci_lb": contain.ci_low, "ci_ub": contain.ci_high},
        "I2": {"total": sum(shares.values())} | shares,
        "PI_normal": [fit.pi_low, fit.pi_high],
        "CR1_metafor": {"se": sandwich.se, "stat": sandwich.statistic, "df": sandwich.df, "pval": sandwich.p}
        | {"ci_lb": sandwich.ci_low, "ci_ub": sandwich.ci_high},
        "CR2_satterthwaite": satterthwaite(fit),
    }


def correlated(given, config):
    out = {}
    for rho in config["rho_grid"]:
        fit = multilevel.multilevel(dependence.blocks(*effects_of(given), given["cluster"], rho))
        out[f"rho_{rho:g}"] = levels(fit) | {"CR2": satterthwaite(fit)}
    return out


def aggregated(given, config):
    out = {}
    for rho in config.get("rho_grid", RHO_GRID):
        names, y, v = dependence.aggregate(dependence.blocks(*effects_of(given), given["cluster"], rho))
        found = {"rho": rho, "cluster": names, "yi": y, "vi": v, "pooled": core(random_effects(y, v))}
        out[f"rho_{rho:g}"] = found
    return out


def shared_control(given, _):
    g = groups.two_groups(**{name: given[name] for name in ("m1", "sd1", "n1", "m2", "sd2", "n2")})
    effect, V = groups.shared_control_covariance(g, given["study"])
    fit = multilevel.multilevel(dependence.blocks_of(effect.yi, V, given["study"]))
    out = sizes(effect) | {"V": V, "estimate": fit.mu, "se": fit.se, "sigma2": [fit.between, fit.within]}
    return out | {"ci_lb": fit.ci_low, "ci_ub": fit.ci_high}


def several_outcomes(given, config):
    m = multivariate.multivariate(given["yi"], given["V"], given["outcome"], given["trial"], config["method"])
    p = len(m.outcomes)
    n = len(given["yi"]) - p * (config["method"] == "REML")
    return {
        "coef_names": [f"outcome{name}" for name in m.outcomes],
        "estimate": m.beta,
        "se": m.se,
        "tau2": np.diag(m.T),
        "rho": m.correlation[0, 1] if p == 2 else m.correlation[np.triu_indices(p, 1)],
        "fit": information(m.log_likelihood, p + p * (p + 1) // 2, n),
    }


# ------------------------------------------------------------------ few studies


def believed(given, config):
    prior = bayes.Prior(*config["prior_mu"], bayes.TauPrior.parse(config["prior_tau"]))
    p = bayes.bayes_random_effects(*effects_of(given), prior)
    quantiles = {"q025": 0.025, "q50": 0.5, "q975": 0.975}
    kinds = {"mu_q": p.quantile, "tau_q": p.tau_quantile, "pred_q": p.predictive_quantile}
    out = {"mu_mean": p.mean, "mu_sd": p.sd, "p_mu_below_0": p.p_below(0.0), "tau_mean": p.tau_mean}
    out |= {name: {key: kind(q) for key, q in quantiles.items()} for name, kind in kinds.items()}
    return out | {"log_marginal_likelihood": p.log_marginal}


# (keys of the input, keys of the config, who answers); the first row whose keys a case all has is taken.
HANDLERS = [
    ({"yi"}, {"tests"}, small_k),
    ({"yi"}, {"ci"}, q_profile),
    ({"yi"}, {"prior_tau"}, believed),
    ({"yi"}, {"trimfill_side"}, small_studies),
    ({"yi"}, {"steps"}, selected),
    ({"yi", "X"}, {"formula"}, moderators),
    ({"yi", "year"}, {"method"}, cumulative),
    ({"yi", "group"}, {"method"}, subgroups),
    ({"T", "C"}, set(), pre_post_control),
    ({"m_trad"}, {"r_grid"}, crossover),
    ({"t_paired"}, set(), converted),
    ({"m1", "study"}, set(), shared_control),
    ({"m1"}, set(), two_groups),
    ({"V", "outcome", "trial"}, {"method"}, several_outcomes),
    ({"yi", "cluster"}, {"struct"}, aggregated),
    ({"yi", "cluster"}, {"rho_grid"}, correlated),
    ({"yi", "cluster"}, set(), three_levels),
    ({"yi", "vi"}, {"method"}, one_pool),
    ({"yi", "vi"}, set(), estimators),
]
