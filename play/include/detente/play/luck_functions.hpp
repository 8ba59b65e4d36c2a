// Logarithm, exponential and log-factorial made of +, -, *, / alone, so that they give the same bits on every machine.
// They are within a few units in the last place of the true value, as good as libm's for anything that is drawn.
#pragma once

namespace detente::play::luck {

// x > 0; 0 gives -infinity, below 0 and NaN give NaN.
double log(double x);
double exp(double x);
// exp(exponent * log(base)) for base > 0; the relative error grows with |exponent * log(base)|.
double power(double base, double exponent);
// log(n!) = log(Gamma(n + 1)) for n >= 0. The error is about 1e-14, from n = 16 on relative 1e-15.
double log_factorial(double n);

}  // namespace detente::play::luck
