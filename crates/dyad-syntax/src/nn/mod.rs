//! Numeric kernels of the models: matrix product, activations, normalisation, random numbers.
//!
//! Every result is bit-identical on every CPU: sums run in a fixed order, fused multiply-add is used in the matrix product only
//! (where the portable path uses the correctly rounded `f32::mul_add`), and nothing calls the platform's mathematics library.
//! Knows nothing of language.

mod gemm;
mod ops;

pub use gemm::{gemm, transpose};
pub use ops::{Rng, exp, norm_backward, norm_forward, sigmoid, softmax};
